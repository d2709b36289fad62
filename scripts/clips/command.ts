import { basename, extname } from 'node:path';
import { longest } from '#domain/dubbing/ingest.plan.ts';
import { readArguments, UsageError } from '../shared/command-line.ts';

const usage = `usage: npm run clip -- add VIDEO --subtitle FILE.srt --roles NAME,NAME [--pictures FILE,FILE] [--name NAME]
       npm run clip -- bgm add MUSIC [--name NAME]
       npm run clip -- demo

A line of the subtitle tells its speaker before a colon (掌柜：里边请). Without --pictures a role shows a still of the clip.`;

export interface ClipCommand {
  verb: 'clip';
  video: string;
  subtitle: string | null;
  roles: { name: string; picture: string | null }[];
  name: string;
}
export type Command = ClipCommand | { verb: 'music'; file: string; name: string } | { verb: 'demo' };

const options = {
  subtitle: { type: 'string' },
  roles: { type: 'string', default: '' },
  pictures: { type: 'string', default: '' },
  name: { type: 'string' },
} as const;

const listOf = (text: string): string[] => text.split(/[,，]/).flatMap((part) => part.trim() || []);

function nameOf(given: string | undefined, file: string): string {
  const name = (given ?? basename(file, extname(file))).trim();
  if (name === '' || name.length > longest.name) throw new UsageError(`a name has 1 to ${longest.name} characters`);
  return name;
}

/** Reads the command line; UsageError says what is wrong with it. */
export function readCommand(args: string[]): Command {
  const { values, positionals } = readArguments(usage, { args, options, allowPositionals: true });
  const [verb, ...rest] = positionals;
  if (verb === 'demo' && rest.length === 0) return { verb: 'demo' };
  if (verb === 'bgm' && rest[0] === 'add' && rest[1] !== undefined && rest.length === 2)
    return { verb: 'music', file: rest[1], name: nameOf(values.name, rest[1]) };
  const [video] = rest;
  if (verb !== 'add' || video === undefined || rest.length > 1) throw new UsageError(usage);
  const [roles, pictures] = [listOf(values.roles), listOf(values.pictures)];
  if (roles.some((role) => role.length > longest.role))
    throw new UsageError(`the name of a role has 1 to ${longest.role} characters`);
  if (new Set(roles).size < roles.length) throw new UsageError('two roles have the same name');
  if (pictures.length > 0 && pictures.length !== roles.length)
    throw new UsageError(`${roles.length} roles, but ${pictures.length} pictures`);
  return {
    verb: 'clip',
    video,
    subtitle: values.subtitle ?? null,
    roles: roles.map((name, i) => ({ name, picture: pictures[i] ?? null })),
    name: nameOf(values.name, video),
  };
}
