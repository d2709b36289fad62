import type { PictureFacts } from '#domain/albums/picture.plan.ts';

/** A picture of a long picture. */
export interface SheetPicture {
  facts: PictureFacts;
  caption: string; // what its owner says about it; clean, may be empty
  stop?: Stop; // where it was taken, if that is known and may be said
}

export interface Stop {
  name: string; // as one says it: 杭州 · 西湖区
  latitude: number; // degrees
  longitude: number;
}

/** A place as one says it: 杭州 · 西湖区; a municipality, or a county directly under its province, is said once. */
function nameOf({ city, county }: NonNullable<PictureFacts['where']>): string {
  const short = city.length > 2 ? city.replace(/市$/u, '') : city;
  return city === county || county === '' ? short : `${short} · ${county}`;
}

export const stopOf = ({ place, where }: PictureFacts): Stop | undefined =>
  place && where && { ...place, name: nameOf(where) };

/** Pictures that follow each other on one day at one place. */
export interface Chapter {
  day: string; // YYYY-MM-DD; empty where no picture knows it
  place: string; // empty likewise
  pictures: number[];
}

export const dayOf = ({ facts: { takenAt } }: SheetPicture): string =>
  /^\d{4}-\d\d-\d\d/.exec(takenAt ?? '')?.[0] ?? '';

/** 2021年3月28日 */
export function dateText(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return day === '' ? '' : `${year}年${Number(month)}月${Number(date)}日`;
}

/** From the first to the last day, 2021年3月28日–4月2日; what both have in common is said once. */
export function spanText(days: readonly string[]): string {
  const known = days.filter((day) => day !== '').toSorted();
  const first = known[0] ?? '';
  const last = known.at(-1) ?? '';
  if (first === last) return dateText(first);
  const isSame = (length: number): boolean => first.slice(0, length) === last.slice(0, length);
  const shared = isSame(7) ? /^.*月/u : isSame(4) ? /^.*年/u : '';
  return `${dateText(first)}–${dateText(last).replace(shared, '')}`;
}

/**
 * A new chapter begins where a picture knows of another day or place; one that knows nothing belongs to the one before.
 * Where most know nothing, that would be guessing: all are one chapter.
 */
export function chaptersOf(pictures: readonly SheetPicture[]): Chapter[] {
  const known = pictures.filter((one) => dayOf(one) !== '' || one.stop !== undefined).length;
  if (2 * known < pictures.length) return [{ day: '', place: '', pictures: [...pictures.keys()] }];
  const chapters: Chapter[] = [];
  for (const [picture, one] of pictures.entries()) {
    const now = chapters.at(-1);
    const day = dayOf(one) || (now?.day ?? '');
    const place = one.stop?.name ?? now?.place ?? '';
    if (now !== undefined && day === now.day && place === now.place) now.pictures.push(picture);
    else chapters.push({ day, place, pictures: [picture] });
  }
  return chapters;
}

/** The places of the way in the order in which they were come to; one that was left and come back to counts twice. */
export function stopsOf(pictures: readonly SheetPicture[]): Stop[] {
  const stops = pictures.flatMap(({ stop }) => (stop === undefined ? [] : [stop]));
  return stops.filter(({ name }, i) => name !== stops[i - 1]?.name);
}
