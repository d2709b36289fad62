import { execFileSync } from 'node:child_process';
import { playlists, type Hostile, type Traps } from './traps.ts';

/** The beginning of a song in some form. */
const song = (form: string): Buffer => {
  const args = ['-v', 'error', '-f', 'lavfi', '-i', 'sine=440:r=8000:d=20', '-f', form, '-'];
  return execFileSync('ffmpeg', args, { maxBuffer: 1 << 24 });
};

/** An ID3 tag that holds a text and nothing after it. */
const tag = (content: string): Buffer => {
  const body = Buffer.from(content);
  const size = [21, 14, 7, 0].map((bits) => (body.length >> bits) & 0x7f);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), Buffer.from(size), body]);
};

/** What is given out for a song, beyond what is given out for a recording. */
export function hostileSongs(traps: Traps): Hostile[] {
  const [wav, flac] = [song('wav'), song('flac')];
  const zip = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'), Buffer.alloc(4096, 7)]);
  const lists = playlists(traps).slice(0, 6);
  return [
    { name: 'archive.zip', content: zip },
    { name: 'archive.mp3', content: zip },
    ...lists.map(([ending, content]): Hostile => ({ name: `tagged.${ending}.mp3`, content: tag(content) })),
    // The head of a song and then a playlist: nobody looks for another form behind it.
    ...lists.map(([ending, content]): Hostile => ({
      name: `headed.${ending}.flac`,
      content: Buffer.concat([flac.subarray(0, 42), Buffer.from(content)]),
    })),
    ...lists.map(([ending, content]): Hostile => ({
      name: `riff.${ending}.wav`,
      content: Buffer.concat([wav.subarray(0, 44), Buffer.from(content)]),
    })),
    { name: 'only-head.flac', content: flac.subarray(0, 42) },
  ];
}
