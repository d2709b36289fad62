/** Says what the shipped weather classifier is worth on photographs that it has never seen: `node scripts/models/evaluate-weather.ts`. */
import { withSources } from './weather/photos.ts';
import { reportHeldOut } from './weather/report.ts';

await withSources(reportHeldOut);
