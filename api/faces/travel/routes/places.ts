import { z } from 'zod';
import { DomainError } from '#domain/shared/errors.ts';
import { travel } from '../face.ts';
import { PlaceView, presentPlace } from '../presenters/places.ts';
import { got } from '../words.ts';

/** Degrees as decimal text; an empty one is none. */
const degrees = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^[+-]?\d{1,3}(?:\.\d{0,20})?$/)
    .transform(Number)
    .pipe(z.number().min(-most).max(most));

export const placeRoutes = [
  travel.route('GET /api/location', {
    summary: 'Province, city and county of a coordinate (WGS-84), with an impression picture of its province',
    auth: 'none',
    input: { query: z.object({ longitude: degrees(180), latitude: degrees(90) }) },
    output: PlaceView,
    words: got,
    refusals: { no_such_place: '找不到位置' },
    example: { province: '上海市', city: '上海市', county: '黄浦区', image: '/static/city/shanghai1.png' },
    async handler({ query, ports, link }) {
      const place = await ports.places.find(query);
      if (!place) throw new DomainError('not_found', 'no_such_place');
      return presentPlace(place, link);
    },
  }),
];
