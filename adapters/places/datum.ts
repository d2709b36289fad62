import { createRequire } from 'node:module';
import type gcoord from 'gcoord';

// The package is CommonJS, its types say ESM: an import would have the one or the other.
const { transform, WGS84, GCJ02 } = createRequire(import.meta.url)('gcoord') as typeof gcoord.default;

/** Longitude and latitude of satellites (WGS-84) as Chinese maps have them (GCJ-02, some hundred metres off); far from China nothing changes. */
export const toChineseDatum = (longitude: number, latitude: number): [number, number] =>
  transform([longitude, latitude], WGS84, GCJ02);
