import { z } from 'zod';

const levels: Record<string, string> = { '30': 'info', '40': 'warn', '50': 'error', '60': 'fatal' };
const colours: Record<string, number> = { warn: 33, error: 31, fatal: 31 };
const isTerminal = process.stdout.isTTY;

export const paint = (colour: number | undefined, text: string): string =>
  isTerminal && colour ? `\u001B[${colour}m${text}\u001B[0m` : text;

const PinoLine = z.looseObject({ level: z.number(), msg: z.string().optional() });
const ZapLine = z.looseObject({ level: z.string(), msg: z.string(), error: z.string().optional() });
const unsaid = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'role', 'err', 'v', 'name']);

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function fieldsOf(line: Record<string, unknown>): string {
  const fields = Object.entries(line).filter(([key]) => !unsaid.has(key));
  const stack = (line['err'] as { stack?: string } | undefined)?.stack;
  return fields.map(([key, value]) => ` ${key}=${show(value)}`).join('') + (stack ? `\n${stack}` : '');
}

/** A line of the API or a worker as a person reads it; undefined for what is only for the log file. */
export function readable(line: string): string | undefined {
  const { data } = PinoLine.safeParse(parse(line));
  if (!data) return line;
  const level = levels[String(data.level)];
  if (!level) return undefined;
  return `${level === 'info' ? '' : paint(colours[level], `${level} `)}${data.msg ?? ''}${paint(2, fieldsOf(data))}`;
}

// What the server says on every start, and while its own parts look for one another.
const customary = [
  /^HTTP API port/,
  /^network dial error/,
  /^Failed to poll for task/,
  /Nexus endpoints/,
  /^error fetching user data/,
];

/** A line of the Temporal server that an operator should see. */
export function readableOfTemporal(line: string): string | undefined {
  const { data } = ZapLine.safeParse(parse(line));
  if (!data || !colours[data.level] || customary.some((one) => one.test(data.msg))) return undefined;
  return `${paint(colours[data.level], data.level)} ${data.msg}${data.error ? paint(2, ` error=${data.error}`) : ''}`;
}

export const nothing = (): undefined => undefined;
