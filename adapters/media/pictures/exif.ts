import exifr from 'exifr';
import type { PictureFacts } from '#domain/albums/picture.plan.ts';

type Origin = Pick<PictureFacts, 'takenAt' | 'place'>;

/** `2021:03:28 10:29:40` as ISO local time, if it is a time that has been. */
function timeOf(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(value) : null;
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = new Date(`${iso}Z`);
  const isReal = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(iso);
  const isPast = time.getTime() < Date.now() + 86_400_000; // clocks and zones differ by less than a day
  return isReal && isPast && Number(year) >= 1990 ? iso : undefined;
}

function placeOf(latitude: unknown, longitude: unknown): Origin['place'] {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180; // false for NaN too
  const isUnset = latitude === 0 && longitude === 0; // what cameras without reception write
  return isOnEarth && !isUnset ? { latitude, longitude } : undefined;
}

/** When and where a picture was taken, by the EXIF block in its file; broken or senseless entries say nothing. */
export async function readOrigin(exif: Buffer | undefined): Promise<Origin> {
  if (exif === undefined) return {};
  const tiff = exif.subarray(0, 6).toString('latin1') === 'Exif\0\0' ? exif.subarray(6) : exif;
  const options = {
    reviveValues: false,
    gps: true,
    pick: ['DateTimeOriginal', 'GPSLatitude', 'GPSLongitude', 'GPSLatitudeRef', 'GPSLongitudeRef'],
  };
  try {
    const tags: unknown = await exifr.parse(tiff, options); // oxlint-disable-line import/no-named-as-default-member -- at run time the package is CommonJS and has only the default
    if (typeof tags !== 'object' || tags === null) return {};
    const { DateTimeOriginal, latitude, longitude } = tags as Record<string, unknown>;
    const takenAt = timeOf(DateTimeOriginal);
    const place = placeOf(latitude, longitude);
    return { ...(takenAt !== undefined && { takenAt }), ...(place !== undefined && { place }) };
  } catch {
    return {}; // EXIF is an extra: a picture with a damaged block is still a picture
  }
}
