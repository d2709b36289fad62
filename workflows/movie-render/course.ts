import { setCurrentDetails } from '@temporalio/workflow';
import type { MovieStage } from '#domain/albums/movie.machine.ts';
import { show } from '../kernel/standing.ts';
import type { MovieProgress } from './contract.ts';

/** How much of the way each part is, in percent. */
const analysisShare = 10;
const renderShare = 85;
const joinShare = 5;

const doing: Record<MovieProgress['stage'], string> = {
  QUEUED: 'Waiting for a worker.',
  READING: 'Checking info.json against the uploads.',
  ANALYSING: 'Looking at the pictures: size, colours, where the eye goes.',
  COMPOSING: 'Looking for a poem.',
  MATCHING: 'Choosing a template and planning the shots.',
  RENDERING: 'Drawing and encoding the film, segment by segment.',
};

function bar(percent: number): string {
  const full = Math.round(percent / 5);
  return `\`${'█'.repeat(full)}${'░'.repeat(20 - full)}\` ${percent} %`;
}

function describe({ stage, percent, remainingSeconds, segments }: MovieProgress): string {
  const lines = [`**${stage}**: ${doing[stage]}`, bar(percent)];
  if (segments.total > 0) lines.push(`Segments: ${segments.done} of ${segments.total}`);
  if (remainingSeconds !== undefined) lines.push(`About ${remainingSeconds} s left`);
  return lines.join('\n\n');
}

interface Drawn {
  began: number; // ms
  done: number; // frames
  total: number;
}

/** The rest of the frames is taken to go on at the same pace, and joining to take its share. */
function estimate({ began, done, total }: Drawn, now: number): Pick<MovieProgress, 'percent' | 'remainingSeconds'> {
  const share = done / total;
  const elapsed = (now - began) / 1000;
  const whole = ((elapsed / share) * (renderShare + joinShare)) / renderShare;
  return {
    percent: Math.floor(analysisShare + renderShare * share),
    remainingSeconds: Math.ceil(whole - elapsed),
  };
}

const atOnce = (stage: MovieProgress['stage']): MovieProgress => ({
  stage,
  percent: 0,
  at: Date.now(),
  segments: { done: 0, total: 0 },
});

/** Keeps count of a render, for its query and for operators in the Temporal UI. */
export function createCourse() {
  let now = atOnce('QUEUED');
  let drawn: Drawn = { began: 0, done: 0, total: 1 };
  show({ stage: now.stage, details: describe(now) });

  const move = (change: Partial<MovieProgress>): void => {
    now = { ...now, ...change, at: Date.now() };
    setCurrentDetails(describe(now));
  };

  return {
    now: (): MovieProgress => now,
    enter(stage: MovieStage): void {
      now = { ...now, stage, at: Date.now() };
      show({ stage, details: describe(now) });
    },
    analysed: (done: number, total: number): void => move({ percent: Math.round((analysisShare * done) / total) }),
    planned(segments: number, frames: number): void {
      drawn = { began: Date.now(), done: 0, total: frames };
      move({ percent: analysisShare, segments: { done: 0, total: segments } });
    },
    drew(frames: number): void {
      drawn = { ...drawn, done: drawn.done + frames };
      const { done, total } = now.segments;
      move({ ...estimate(drawn, Date.now()), segments: { done: done + 1, total } });
    },
    finished: (): void => show({ stage: 'FINISHED', details: '**FINISHED**: the film lies in the storage.' }),
    gaveUp: (reason: string | undefined): void =>
      reason === undefined
        ? show({ stage: 'CANCELLED', details: '**CANCELLED**: nothing of the render is left.' })
        : show({ stage: 'FAILED', details: `**FAILED** at ${now.stage}; the failure below says why.` }),
  };
}
export type Course = ReturnType<typeof createCourse>;
