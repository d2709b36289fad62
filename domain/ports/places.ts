/** A place on earth, WGS-84 degrees, as phones and EXIF give it. */
interface Coordinate {
  latitude: number; // -90…90
  longitude: number; // -180…180
}

/** A county of China (区县) and what it belongs to. A municipality (北京市 …) and a county directly under a province are their own city. */
export interface Place {
  province: string;
  city: string;
  county: string;
}

/** Says where in China a coordinate lies, without asking anybody. */
export interface Places {
  /** Nothing for the sea and abroad. */
  find(coordinate: Coordinate): Promise<Place | undefined>;
}
