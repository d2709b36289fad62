import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import type { Pixels } from '#adapters/media/pictures/opening.ts';
import { weatherTags } from '#domain/ports/picture-models.ts';

/**
 * `none`: a photograph taken outdoors that says nothing of the weather, only a ground for made pictures; `drawn snow`: a
 * landscape that others have rendered, only to learn from.
 */
const Label = z.enum([...weatherTags, 'none', 'drawn snow']);
type Label = z.infer<typeof Label>;

/** Debian package → label → files; a list of files is one source, never split between training and test. */
const Labels = z.record(z.string(), z.partialRecord(Label, z.array(z.union([z.string(), z.array(z.string())]))));

export interface Source {
  label: Label;
  name: string;
  isHeldOut: boolean;
  photos: Pixels[];
}

const side = 320; // px; larger than what the features are taken at, so that rendered weather has a resolution of its own

/** `archive#offset` is a WebP inside a Qt resource file. */
function contentOf(folder: string, file: string): Buffer {
  const [path = '', offset] = file.split('#');
  const bytes = readFileSync(join(folder, path));
  if (offset === undefined) return bytes;
  const start = Number(offset);
  if (bytes.toString('latin1', start, start + 4) !== 'RIFF')
    throw new Error(`${file}: no picture there; another version of the package?`);
  return bytes.subarray(start, start + 8 + bytes.readUInt32LE(start + 4));
}

/** What is cut out for another sky gets an overcast one. */
async function photoOf(content: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(content)
    .resize(side, side, { fit: 'inside' })
    .flatten({ background: '#c9d0d8' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** FNV-1a: an order that has nothing to do with names. */
const hashOf = (text: string): number =>
  Array.from(text).reduce((hash, char) => Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);

function fetchPackages(folder: string, names: readonly string[]): void {
  execFileSync('apt-get', ['download', ...names], { cwd: folder, stdio: 'ignore' });
  for (const deb of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', deb, 'unpacked'], { cwd: folder });
}

/** The labelled photographs; of each label every third source is held out, the first one of all included. */
async function readSources(folder: string): Promise<Source[]> {
  const labels = Labels.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'photos.json'), 'utf8')));
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === 0) fetchPackages(folder, Object.keys(labels));
  const sources: Source[] = [];
  for (const label of Label.options) {
    const groups = Object.values(labels).flatMap((one) => one[label] ?? []);
    const files = groups.map((group) => [group].flat()).toSorted((a, b) => hashOf(a[0] ?? '') - hashOf(b[0] ?? ''));
    for (const [i, group] of files.entries()) {
      const photos = await Promise.all(group.map((file) => photoOf(contentOf(join(folder, 'unpacked'), file))));
      sources.push({ label, name: group[0] ?? '', isHeldOut: i % 3 === 0 && label !== 'drawn snow', photos });
    }
  }
  return sources;
}

/** Works with the labelled photographs in the folder that `--folder` names, or in one that is removed afterwards. */
export async function withSources(work: (sources: Source[]) => Promise<void>): Promise<void> {
  const { values } = parseArgs({ options: { folder: { type: 'string' } } });
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'weather-'));
  try {
    await work(await readSources(folder));
  } finally {
    if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
