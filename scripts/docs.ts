// npm run docs: writes the settings table of the README from the schema. --check: exits 1 when it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { settingRows } from '#adapters/env.ts';

const [begin, end] = ['<!-- settings: npm run docs -->', '<!-- /settings -->'];
const rows = settingRows().map(
  ({ name, meaning, example }) => `| \`${name}\` | ${meaning} | \`${example.replaceAll('|', '\\|')}\` |`,
);
const table = ['| name | meaning | example or default |', '| --- | --- | --- |', ...rows].join('\n');

const readme = readFileSync('README.md', 'utf8');
const fresh = `${readme.slice(0, readme.indexOf(begin) + begin.length)}\n${table}\n${readme.slice(readme.indexOf(end))}`;
if (!process.argv.includes('--check')) writeFileSync('README.md', fresh);
else if (fresh === readme) console.log('README.md: settings are up to date');
else {
  console.log('README.md: the settings table is stale: npm run docs');
  process.exitCode = 1;
}
