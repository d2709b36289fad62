import { words } from '../ffmpeg/options.ts';

/** What an encoded picture is at most, however it lies: so that ten minutes of it are encoded within an activity's time. */
const longestSide = 1920; // px

const side = (length: 'iw' | 'ih'): string => `'min(${length},${longestSide})'`;

/** A filter that makes pictures smaller that are too large, and no other. */
export const withinBounds = `scale=${side('iw')}:${side('ih')}:force_original_aspect_ratio=decrease:force_divisible_by=2`;

export const encoded = words('-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p');
