import { pino, type DestinationStream, type Logger } from 'pino';

export interface LogOptions {
  level: string;
  /** Which process writes: `api`, `worker`, … */
  role: string;
}

/** Fields that are never written, wherever a call may put them. */
const secretFields = [
  'password',
  'captcha',
  'code',
  'token',
  'cookie',
  'authorization',
  'phone',
  'email',
  'name',
  'to',
  'address',
  'body',
  'query',
];
const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

const patterns: [RegExp, string][] = [
  [/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/@]{1,200}@/gi, '…://…@'], // name and password in a URL
  [/[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}/g, '…@…'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 …'],
  [/\b(cookie)\b(\W{1,6})[^"\n]+/gi, '$1$2…'],
  [/\b(password|passwd|captcha|code|token|secret|session)([\\"'\s]{0,20}[:=][\\"'\s]{0,20})[^"\\,;&}\n]+/gi, '$1$2…'],
  [/'(?:[^']|'')*'/g, "'…'"], // values of a query
  [/=\([^)]*\)/g, '=(…)'], // values of a violated constraint
  [/(?<![\w-])\d{6,}(?![\w-])/g, '…'], // phones, codes, numbers of identity cards
];

/** A text without what may be somebody's: addresses, numbers, tokens, values of a query. */
export const scrub = (text: string): string =>
  patterns.reduce((so, [pattern, mask]) => so.replace(pattern, mask), text);

const frames = (stack = ''): string[] => stack.split('\n').filter((line) => /^\s+at /.test(line));

/** An error by its type, its code and where it came from; its message only scrubbed. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return scrub(String(error));
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    message: scrub(message),
    ...((typeof code === 'string' || typeof code === 'number') && { reason: code }),
    stack: frames(stack)
      .map((line) => line.trim())
      .slice(0, 12),
    ...(cause instanceof Error && { cause: describe(cause) }),
  };
}

/** One JSON line an event: `{ event, …fields }`. Fields and messages are held against what tells who somebody is. */
export const createLog = ({ level, role }: LogOptions, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describe, error: describe }, // `error`: as Temporal's SDK names it
      redact: { paths, censor: '…' },
    },
    ...(destination ? [destination] : []),
  );
