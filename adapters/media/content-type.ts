import { fileTypeFromFile } from 'file-type';

const limitMs = 10_000;

/** What the first bytes say a file is, without parameters; empty where they say nothing. A file cannot keep us at it. */
export async function contentTypeOf(file: string, signal?: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(limitMs);
  const type = await fileTypeFromFile(file, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
  return type?.mime.split(';', 1)[0] ?? '';
}
