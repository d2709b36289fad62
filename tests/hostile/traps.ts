/** What a hostile file wants: a file of the host, and somebody to call. */
export interface Traps {
  canaryPath: string; // a file whose content must never come out
  url: string; // a server that nobody must ever connect to
}

/** One hostile file. `accepts`: it is harmless after all and may be taken, under a name of the server's. */
export interface Hostile {
  name: string;
  content: Buffer;
  accepts?: true;
}

export const text = (name: string, content: string): Hostile => ({ name, content: Buffer.from(content) });

export const uint32 = (value: number, little = false): Buffer => {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value >>> 0);
  else bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** Texts that make players and converters open other files and addresses. */
export function playlists({ canaryPath, url }: Traps): [ending: string, content: string][] {
  return [
    ['m3u8', `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://${canaryPath}\n#EXT-X-ENDLIST\n`],
    ['remote.m3u8', `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${url}/a.ts\n#EXT-X-ENDLIST\n`],
    [
      'concat.m3u8',
      `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nconcat:${url}/head|file://${canaryPath}\n#EXT-X-ENDLIST\n`,
    ],
    ['self.m3u8', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nself.m3u8\n'],
    ['key.m3u8', `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${url}/key"\n#EXTINF:1,\n${canaryPath}\n`],
    ['ffconcat', `ffconcat version 1.0\nfile '${canaryPath}'\nduration 1\n`],
    ['subfile', `ffconcat version 1.0\nfile 'subfile,,start,0,end,64,,:${canaryPath}'\n`],
    ['pls', `[playlist]\nFile1=${url}/a.mp3\nNumberOfEntries=1\n`],
    ['asx', `<asx version="3.0"><entry><ref href="${url}/a.wma"/></entry></asx>`],
    [
      'xspf',
      `<?xml version="1.0"?><playlist xmlns="http://xspf.org/ns/0/"><trackList><track><location>${url}/a.mp3</location></track></trackList></playlist>`,
    ],
    ['sdp', `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio ${new URL(url).port} RTP/AVP 0\n`],
    ['smil', `<smil><body><audio src="${url}/a.mp3"/></body></smil>`],
    ['mpd', `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>${url}/</BaseURL></MPD>`],
  ];
}
