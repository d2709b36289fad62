import { Readable } from 'node:stream';
import type { FileStorage } from '#domain/ports/storage.ts';
import type { RawAnswer } from './declaration.ts';

/** Bytes from start to end, both included, as HTTP counts. */
interface Range {
  start: number;
  end: number;
}

/** A file to be answered, wherever it comes from. */
export interface AnswerableFile {
  size: number; // bytes
  modifiedAt: Date;
  /** Media type. */
  type: string;
  /** What a browser would call it when saving. */
  name: string;
  read(range?: Range): Promise<Readable>;
}

interface Asked {
  method: string;
  header(name: string): string;
}

/** A file of the storage, or undefined where there is none. */
export async function storedFile(
  storage: FileStorage,
  key: string,
  { type, name }: Pick<AnswerableFile, 'type' | 'name'>,
): Promise<AnswerableFile | undefined> {
  const found = await storage.stat(key);
  if (!found) return undefined;
  const { size, modifiedAt } = found;
  return { size, modifiedAt, type, name, read: (range) => storage.read(key, range) };
}

/** The same from memory. */
export const fileOf = (content: Buffer, file: Omit<AnswerableFile, 'size' | 'read'>): AnswerableFile => ({
  ...file,
  size: content.length,
  read: async (range) =>
    Readable.from([range ? content.subarray(range.start, range.end + 1) : content], { objectMode: false }),
});

/** One range of a `Range` header; `whole` where there is none we serve, `outside` where it lies beyond the file. */
function rangeOf(header: string, size: number): Range | 'whole' | 'outside' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return 'whole'; // several ranges, another unit, nonsense
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'whole';
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || (from === '' && Number(to) === 0) ? 'outside' : { start, end };
}

/** An ASCII form for old browsers and the real one; nothing of the name can leave its quotes. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `inline; filename="${plain}"; filename*=UTF-8''${whole}`;
}

const tagOf = ({ size, modifiedAt }: AnswerableFile): string =>
  `"${size.toString(16)}-${modifiedAt.getTime().toString(16)}"`;
const isSince = (header: string, modifiedAt: Date): boolean =>
  Math.floor(modifiedAt.getTime() / 1000) * 1000 <= Date.parse(header);

/** True where the caller's copy is the file as it is. */
function isFresh({ header }: Asked, file: AnswerableFile): boolean {
  const tags = header('if-none-match');
  if (tags) return tags === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === tagOf(file));
  return isSince(header('if-modified-since'), file.modifiedAt);
}

/** True unless the caller holds a part of another version. */
function mayResume({ header }: Asked, file: AnswerableFile): boolean {
  const condition = header('if-range');
  if (!condition) return true;
  return condition.startsWith('"') ? condition === tagOf(file) : isSince(condition, file.modifiedAt);
}

/**
 * Answers a file as RFC 9110 wants it: whole, one range of it (206), nothing new (304), or no such range (416);
 * HEAD is told the same without the bytes. Only the caller's own cache may keep it, and asks each time.
 */
export async function answerFile(asked: Asked, file: AnswerableFile): Promise<RawAnswer> {
  const { size, modifiedAt, type, name } = file;
  const headers = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    ETag: tagOf(file),
    'Last-Modified': modifiedAt.toUTCString(),
  };
  if (isFresh(asked, file)) return { status: 304, headers, body: '' };
  const wanted = asked.header('range');
  const range = wanted && mayResume(asked, file) ? rangeOf(wanted, size) : 'whole';
  if (range === 'outside')
    return { status: 416, type: 'text/plain', body: '', headers: { ...headers, 'Content-Range': `bytes */${size}` } };
  const part = range === 'whole' ? undefined : range;
  const length = part ? part.end - part.start + 1 : size;
  return {
    status: part ? 206 : 200,
    type,
    headers: {
      ...headers,
      'Content-Type': type,
      'Content-Length': String(length),
      'Content-Disposition': disposition(name),
      ...(part && { 'Content-Range': `bytes ${part.start}-${part.end}/${size}` }),
    },
    body: asked.method === 'HEAD' ? '' : await file.read(part),
  };
}
