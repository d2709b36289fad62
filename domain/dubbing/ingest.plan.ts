import { DomainError } from '#domain/shared/errors.ts';
import type { SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';

/** What an operator hands over for a clip; files wait in the storage below `intakeOf(ticket)`. */
export interface ClipIntake {
  ticket: string; // random; one intake, however often it is asked for
  name: string;
  source: string; // storage key
  lines: readonly SubtitleLine[]; // `roleId` is not known yet
  roles: readonly { name: string; picture: string | null }[]; // in the order of their numbers
}

export interface MusicIntake {
  ticket: string;
  name: string;
  source: string;
}

/** What names are kept in, in characters. */
export const longest = { name: 64, role: 32 };

/** Refuses `name_too_long`, what no try could record. */
export function requireNames(name: string, roles: ClipIntake['roles'] = []): void {
  const isTooLong = name.length > longest.name || roles.some((role) => role.name.length > longest.role);
  if (isTooLong) throw new DomainError('invalid', 'name_too_long');
}

const speaker = /^([^：:\n]{1,32})[：:]\s*/u;

export type Intake = ({ kind: 'clip' } & ClipIntake) | ({ kind: 'music' } & MusicIntake);

/** Tells each line's speaker by the name before its colon, and takes the name out of what is shown. */
export function castLines(
  lines: readonly SubtitleLine[],
  roleIds: ReadonlyMap<string, number>, // by name
): SubtitleLine[] {
  return lines.map((line) => {
    const name = speaker.exec(line.text)?.[1]?.trim() ?? '';
    const roleId = roleIds.get(name);
    if (roleId === undefined) return line;
    return { ...line, text: line.text.replace(speaker, ''), roleId };
  });
}
