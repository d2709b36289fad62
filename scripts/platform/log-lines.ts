import { z } from 'zod';

const colours: Record<string, number> = { warn: 33, error: 31, fatal: 31 };
const isTerminal = process.stdout.isTTY;

export const paint = (colour: number | undefined, text: string): string =>
  isTerminal && colour ? `\u001B[${colour}m${text}\u001B[0m` : text;

const OwnLine = z.looseObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  event: z.string().optional(),
  method: z.string().optional(),
  status: z.number().optional(),
  msg: z.string().default(''),
});
const ServerLine = z.looseObject({ level: z.string(), msg: z.string(), error: z.string().optional() });
const unsaid = new Set(['level', 'time', 'msg', 'role', 'event', 'sdkComponent']);

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
  return fields.map(([key, value]) => ` ${key}=${show(value)}`).join('');
}

/** Reading without trouble is not news; the log file has it. */
const isNews = ({ level, event, method, status = 200, msg }: z.infer<typeof OwnLine>): boolean => {
  if (level === 'trace' || level === 'debug' || msg.startsWith('No workflows registered')) return false;
  return event !== 'request' || status >= 400 || (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS');
};

/** A line of the API or a worker as a person reads it; undefined for what is only for the log file. */
export function readable(line: string): string | undefined {
  const { data } = OwnLine.safeParse(parse(line));
  if (!data) return line;
  if (!isNews(data)) return undefined;
  return `${data.level === 'info' ? '' : paint(colours[data.level], `${data.level} `)}${data.msg}${paint(2, fieldsOf(data))}`;
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
  const { data } = ServerLine.safeParse(parse(line));
  if (!data || !colours[data.level] || customary.some((one) => one.test(data.msg))) return undefined;
  return `${paint(colours[data.level], data.level)} ${data.msg}${data.error ? paint(2, ` error=${data.error}`) : ''}`;
}

export const nothing = (): undefined => undefined;
