import { createPublicKey, type KeyObject } from 'node:crypto';

const patienceMs = 3000;
const longest = 16_384; // characters
const keptMs = 3600_000;
const mostKept = 20;

interface Kept {
  key: Promise<KeyObject | undefined>;
  until: number;
}

/** One try at a key; undefined where nothing that can be a key lies there. */
async function fetchKey(url: string): Promise<KeyObject | undefined> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  const text = answer.ok ? await answer.text() : '';
  if (text.length > longest) return undefined;
  try {
    return createPublicKey(text);
  } catch {
    return undefined;
  }
}

/**
 * Public keys of the callbacks, by the header that names them. Whoever calls chooses the address, so only those with an
 * allowed prefix are fetched, slash included: `gosspublic.alicdn.com.evil.example` has none.
 */
export function createPublicKeys(prefixes: readonly string[], now: () => number = Date.now) {
  const kept = new Map<string, Kept>();

  function lookUp(url: string): Promise<KeyObject | undefined> {
    const known = kept.get(url);
    if (known && known.until > now()) return known.key;
    if (kept.size >= mostKept) kept.clear();
    const key = fetchKey(url);
    kept.set(url, { key, until: now() + keptMs });
    const forget = () => void kept.delete(url); // asked again the next time
    key.then((found) => found ?? forget(), forget);
    return key;
  }

  return {
    /** The key that a base64 header names; undefined where it may not lie there, or does not. */
    async find(header: string): Promise<KeyObject | undefined> {
      const url = Buffer.from(header, 'base64').toString();
      if (!prefixes.some((prefix) => url.startsWith(prefix)) || !URL.canParse(url)) return undefined;
      const { username, password, href } = new URL(url);
      if (username || password || !prefixes.some((prefix) => href.startsWith(prefix))) return undefined;
      return lookUp(href).catch(() => undefined);
    },
  };
}
