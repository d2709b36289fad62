import { playlists, text, uint32, type Hostile, type Traps } from './traps.ts';

const le16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
};

interface Wave {
  channels?: number;
  rate?: number; // Hz
  bits?: number;
  /** What the header says of the samples, bytes. */
  says?: number;
  holds?: number;
  format?: number;
}

/** A WAV whose header may say anything. */
function wav({ channels = 1, rate = 16_000, bits = 16, says, holds = 3200, format = 1 }: Wave): Buffer {
  const align = (channels * bits) >> 3;
  const head = [le16(format), le16(channels), uint32(rate, true), uint32(rate * align, true), le16(align), le16(bits)];
  const body = Buffer.alloc(holds, 1);
  const size = says ?? holds;
  return Buffer.concat([
    Buffer.from('RIFF'),
    uint32(36 + size, true),
    Buffer.from('WAVEfmt '),
    uint32(16, true),
    ...head,
    Buffer.from('data'),
    uint32(size, true),
    body,
  ]);
}

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([uint32(8 + body.length), Buffer.from(type, 'latin1'), body]);
};

/** A QuickTime file whose sound lies, by its own account, in another file. */
const elsewhere = ({ canaryPath }: Traps): Buffer => {
  const alias = box('alis', uint32(0), Buffer.from(canaryPath));
  const url = box('url ', uint32(0), Buffer.from(`file://${canaryPath}\0`));
  const dref = box('dref', uint32(0), uint32(2), alias, url);
  const moov = box('moov', box('trak', box('mdia', box('minf', box('dinf', dref)))));
  return Buffer.concat([box('ftyp', Buffer.from('M4A \0\0\0\0M4A ')), moov, box('mdat', Buffer.alloc(64))]);
};

/** An AVI whose subtitle track is a playlist (GAB2), as the known attack on converters has it. */
const gab2 = (list: string): Buffer => {
  const payload = Buffer.concat([
    Buffer.from('GAB2\0', 'latin1'),
    le16(2),
    uint32(6, true),
    Buffer.from('a\0b\0'),
    Buffer.from(list),
  ]);
  const chunk = Buffer.concat([Buffer.from('00tx'), uint32(payload.length, true), payload]);
  const movi = Buffer.concat([Buffer.from('LIST'), uint32(4 + chunk.length, true), Buffer.from('movi'), chunk]);
  return Buffer.concat([Buffer.from('RIFF'), uint32(4 + movi.length, true), Buffer.from('AVI '), movi]);
};

/** Everything that is given out for a recording. */
export function hostileSounds(traps: Traps): Hostile[] {
  const lists = playlists(traps);
  const waves: [name: string, wave: Wave][] = [
    ['no-channels', { channels: 0 }],
    ['all-channels', { channels: 65_535 }],
    ['no-rate', { rate: 0 }],
    ['one-hertz', { rate: 1 }],
    ['four-gigahertz', { rate: 0xffffffff }],
    ['no-bits', { bits: 0 }],
    ['unknown-format', { format: 0x7777 }],
    ['nothing-inside', { holds: 0 }],
  ];
  const endless = Buffer.concat([
    Buffer.from('ID3\x04\0\0', 'latin1'),
    Buffer.from('7f7f7f7f', 'hex'),
    Buffer.alloc(512),
  ]);
  return [
    ...lists.map(([ending, content]) => text(`list.${ending}.mp3`, content)),
    ...lists.map(([ending, content]): Hostile => ({ name: `gab2.${ending}.avi`, content: gab2(content) })),
    ...waves.map(([name, wave]): Hostile => ({ name: `${name}.wav`, content: wav(wave) })),
    // The header lies about the length, or the rate is odd: what is there is heard.
    { name: 'says-four-gigabytes.wav', content: wav({ says: 0xfffffff0 }), accepts: true },
    { name: 'three-bits.wav', content: wav({ bits: 3 }), accepts: true },
    { name: 'eight-thousand.wav', content: wav({ rate: 8000 }), accepts: true },
    { name: '../../voice.wav', content: wav({}), accepts: true },
    { name: 'elsewhere.m4a', content: elsewhere(traps) },
    { name: 'endless-tag.mp3', content: endless },
    { name: 'only-head.amr', content: Buffer.from('#!AMR\n') },
    { name: 'only-head.ogg', content: Buffer.from('4f67675300020000000000000000', 'hex') },
    { name: 'huge-element.webm', content: Buffer.from('1a45dfa301ffffffffffffff4282847765626d', 'hex') },
    { name: 'empty.mp3', content: Buffer.alloc(0) },
    { name: 'zeros.mp3', content: Buffer.alloc(4096) },
    { name: 'noise.mp3', content: Buffer.from(Array.from({ length: 2000 }, (_, i) => (i * 7919) % 251)) },
    { name: 'flac.mp3', content: Buffer.concat([Buffer.from('fLaC\0\0\0\x22', 'latin1'), Buffer.alloc(64)]) },
    { name: 'midi.mp3', content: Buffer.from('4d546864000000060000000100604d54726b00000004', 'hex') },
  ];
}
