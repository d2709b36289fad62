import { fileTypeFromFile } from 'file-type';

const limitMs = 10_000;

async function sniff(file: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const type = await fileTypeFromFile(file, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
    return type?.mime;
  } catch (error) {
    signal?.throwIfAborted(); // with the reason, which the library does not always tell
    if (limit.aborted) return undefined;
    throw error;
  }
}

/** What the first bytes say a file is, without parameters; empty where they say nothing. A file cannot keep us at it. */
export async function contentTypeOf(file: string, signal?: AbortSignal): Promise<string> {
  return (await sniff(file, signal))?.split(';', 1)[0] ?? '';
}
