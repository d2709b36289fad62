/** Waveform data as the players of the BBC's audiowaveform and peaks.js read it: format version 2, one channel, 8 bits. */
export interface Peaks {
  version: 2;
  channels: 1;
  sample_rate: number; // Hz
  samples_per_pixel: number;
  bits: 8;
  length: number; // pixels
  data: number[]; // lowest and highest sample of each pixel in turn, -128…127
}

const inByte = (value: number): number => Math.max(-128, Math.min(127, Math.round(value * 128)));

/** `values`: lowest and highest sample of each part of so many frames, -1…1. */
export const peaksOf = (rate: number, framesPerPart: number, values: readonly number[]): Peaks => ({
  version: 2,
  channels: 1,
  sample_rate: rate,
  samples_per_pixel: framesPerPart,
  bits: 8,
  length: values.length / 2,
  data: values.map(inByte),
});
