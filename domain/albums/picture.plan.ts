/** What stage 102 finds out about one picture. */
export interface PictureFacts {
  width: number; // px, upright
  height: number;
  orientation: 'landscape' | 'portrait' | 'square';
  colors: { rgb: [number, number, number]; share: number }[]; // dominant first, shares add up to 1
  brightness: number; // mean luma, 0…1
  focus: { x: number; y: number; width: number; height: number }; // region the eye goes to, 0…1 of the upright picture
  takenAt?: string; // EXIF local time, YYYY-MM-DDTHH:MM:SS
  place?: { latitude: number; longitude: number }; // EXIF, WGS-84 degrees
  weather?: 'cloudy' | 'rainy' | 'snow' | 'sunny'; // as a modest classifier sees it
  where?: { province: string; city: string; county: string }; // the county of China around that place
}

/** One picture of a film in film order, with what its owner's phone recognised in it. */
export interface FilmPicture {
  key: string; // storage key of the upload
  name: string; // name the owner knows it by
  labels: { label: string; value: number }[]; // English ImageNet labels, strongest first
  caption?: string; // what its owner says about it
}
