import { readFile, stat } from 'node:fs/promises';
import { intakeOf } from '#domain/dubbing/dubbing-folder.ts';
import type { ClipIntake, MusicIntake } from '#domain/dubbing/ingest.plan.ts';
import { readSrt, type SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { UsageError } from '../shared/command-line.ts';
import type { ClipCommand } from './command.ts';

const mostLines = 2000;
const largestSrt = 1 << 20; // bytes

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`there is no file ${file}`);
}

/** The lines of a subtitle file; an operator learns of every cue that cannot be read. */
export async function linesOf(file: string): Promise<SubtitleLine[]> {
  await requireFile(file);
  const bytes = await readFile(file);
  if (bytes.length > largestSrt) throw new UsageError(`${file} is larger than 1 MB`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${file} is not UTF-8`);
  }
  const lines = readSrt(text);
  const cues = text.match(/-->/g)?.length ?? 0;
  if (cues === 0) throw new UsageError(`${file} is no SubRip subtitle: it has no times`);
  if (lines.length < cues) throw new UsageError(`${file}: ${cues - lines.length} of ${cues} cues cannot be read`);
  if (lines.length > mostLines) throw new UsageError(`${file} has more than ${mostLines} lines`);
  return lines;
}

/** Leaves a clip's files where its intake looks for them. */
export async function handOverClip(storage: FileStorage, ticket: string, clip: ClipCommand): Promise<ClipIntake> {
  const lines = clip.subtitle === null ? [] : await linesOf(clip.subtitle);
  const pictures = clip.roles.flatMap(({ picture }) => picture ?? []);
  for (const file of [clip.video, ...pictures]) await requireFile(file);
  const source = `${intakeOf(ticket)}/clip`;
  await storage.putFile(source, clip.video);
  const roles: { name: string; picture: string | null }[] = [];
  for (const [i, { name, picture }] of clip.roles.entries()) {
    const key = picture === null ? null : `${intakeOf(ticket)}/picture-${i}`;
    if (key !== null && picture !== null) await storage.putFile(key, picture);
    roles.push({ name, picture: key });
  }
  return { ticket, name: clip.name, source, lines, roles };
}

/** Leaves a piece of music where its intake looks for it. */
export async function handOverMusic(
  storage: FileStorage,
  ticket: string,
  { file, name }: { file: string; name: string },
): Promise<MusicIntake> {
  await requireFile(file);
  const source = `${intakeOf(ticket)}/music`;
  await storage.putFile(source, file);
  return { ticket, name, source };
}
