/** What may have been done to a song: a filter, and how it was encoded then. `isLimit`: not expected to be recognised. */
export interface Change {
  name: string;
  filter?: string;
  codec?: readonly string[];
  isLimit?: true;
}

const coded = (name: string, ending: string, ...options: string[]): Change => ({ name, codec: [...options, ending] });
const filtered = (name: string, filter: string): Change => ({ name, filter });
const limit = (name: string, filter: string): Change => ({ name, filter, isLimit: true });
const from = 'asetpts=PTS-STARTPTS';

export const changes: readonly Change[] = [
  coded('MP3 128 kbit/s', 'mp3', '-b:a', '128k'),
  coded('MP3 64 kbit/s', 'mp3', '-b:a', '64k'),
  coded('MP3 32 kbit/s, mono, 22 kHz', 'mp3', '-ac', '1', '-ar', '22050', '-b:a', '32k'),
  coded('AAC 96 kbit/s', 'm4a', '-c:a', 'aac', '-b:a', '96k'),
  coded('Vorbis 48 kbit/s', 'ogg', '-c:a', 'libvorbis', '-b:a', '48k'),
  coded('Opus 24 kbit/s', 'opus', '-c:a', 'libopus', '-b:a', '24k'),
  coded('8 kHz, mono, µ-law', 'wav', '-ar', '8000', '-ac', '1', '-c:a', 'pcm_mulaw'),
  filtered('12 dB softer', 'volume=-12dB'),
  filtered('driven 9 dB into a limiter', 'volume=9dB,alimiter=limit=0.9:level=disabled'),
  filtered('bass +8 dB, treble −6 dB', 'bass=g=8,treble=g=-6'),
  filtered('without its first 10.37 s', `atrim=start=10.37,${from}`),
  filtered('without its last 15 s', `atrim=end=30,${from}`),
  filtered('20 s from its middle', `atrim=start=12.21:end=32.21,${from}`),
  {
    name: '20 s from its middle, MP3 64 kbit/s',
    filter: `atrim=start=12.21:end=32.21,${from}`,
    codec: ['-b:a', '64k', 'mp3'],
  },
  limit('1 % faster, same pitch', 'atempo=1.01'),
  limit('3 % faster, same pitch', 'atempo=1.03'),
  limit('1 % faster and higher', 'asetrate=44541,aresample=44100'),
  limit('3 % faster and higher', 'asetrate=45423,aresample=44100'),
  limit('a semitone higher, same tempo', 'asetrate=46722,aresample=44100,atempo=0.943874'),
];
