/** A film as data: everything the renderer needs, decided before the first frame is drawn. Stored as JSON beside the pictures. */
export interface FilmPlan {
  template: string;
  width: number; // px, even
  height: number; // px, even
  fps: number;
  frames: number; // length of the whole film
  shots: Shot[]; // in order; a shot overlaps the one before it by its transition
  captions: Caption[];
  music: MusicCue;
}

/** One picture on screen. `picture` is an index into the work's ordered pictures. */
export interface Shot {
  picture: number;
  start: number; // absolute frame of its first appearance, transition included
  frames: number;
  /** `cover` fills the frame; `matte` shows the whole picture over its own blurred enlargement; `backdrop` is blurred and dimmed, for a title. */
  fit: 'cover' | 'matte' | 'backdrop';
  move: { from: View; to: View; ease: 'linear' | 'inOut' };
  enter: Transition; // how it replaces the shot before; the first shot enters with `cut`
}

/**
 * A window of the film's shape on the fitted picture: zoom 1 is the largest that fits in it. Its centre is in 0…1 of the whole upright picture
 * for `cover`, of the composed frame for `matte` and `backdrop`. The renderer keeps the window inside.
 */
export interface View {
  zoom: number;
  x: number;
  y: number;
}

export const transitionTypes = ['cut', 'fade', 'wipe', 'slide', 'dip'] as const;
export interface Transition {
  type: (typeof transitionTypes)[number];
  frames: number; // 0 for a cut
  towards?: 'left' | 'right' | 'up' | 'down'; // of a wipe or slide
}

/** Text on the film. Lines are split at \n; in vertical writing each line is a column, right to left. */
export interface Caption {
  text: string;
  start: number; // absolute frame
  frames: number;
  fade: number; // frames of fading in, and as many of fading out
  font: 'serif' | 'sans';
  size: number; // px of the em at the film's own height
  color: string; // #rrggbb
  vertical: boolean;
  x: number; // anchor point in 0…1 of the frame
  y: number;
  anchor: 'center' | 'top' | 'bottom' | 'left' | 'right' | 'topleft' | 'topright' | 'bottomleft' | 'bottomright';
  seal?: string; // one to four characters in a red seal beside the text
}

/** Which piece of our music, cut to the film and faded at its end. */
interface MusicCue {
  id: string; // file name without ending, in assets/music
  fadeOut: number; // frames
}

/** A run of frames drawn by one activity: [from, to). */
export interface Segment {
  index: number;
  from: number;
  to: number;
}
