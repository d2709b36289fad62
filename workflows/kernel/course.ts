import { setCurrentDetails } from '@temporalio/workflow';
import type { Progress } from './progress.ts';
import { show } from './standing.ts';

/** What a course tells operators, and how much of the way its parts are. */
interface Route<Stage extends string> {
  /** What happens at each stage; the first of all is QUEUED. */
  doing: Record<'QUEUED' | Stage, string>;
  /** The parts in the operator's words: "Segments". */
  parts: string;
  /** Where the parts begin and end, in percent of the whole. */
  from: number;
  to: number;
  /** What is there at the end. */
  finished: string;
}

function bar(percent: number): string {
  const full = Math.round(percent / 5);
  return `\`${'█'.repeat(full)}${'░'.repeat(20 - full)}\` ${percent} %`;
}

interface Drawn {
  began: number; // ms
  done: number; // of the parts' weight
  total: number;
}

/** What operators read. */
function describe({ stage, percent, remainingSeconds, parts }: Progress, doing: string, name: string): string {
  const lines = [`**${stage}**: ${doing}`, bar(percent)];
  if (parts.total > 0) lines.push(`${name}: ${parts.done} of ${parts.total}`);
  if (remainingSeconds !== undefined) lines.push(`About ${remainingSeconds} s left`);
  return lines.join('\n\n');
}

type Span = Pick<Route<never>, 'from' | 'to'>;

/** The rest of the parts is taken to go on at the same pace, and what follows them to take its share. */
function estimate({ began, done, total }: Drawn, { from, to }: Span): Pick<Progress, 'percent' | 'remainingSeconds'> {
  const share = done / total;
  const elapsed = (Date.now() - began) / 1000;
  const whole = ((elapsed / share) * (100 - from)) / (to - from);
  return { percent: Math.floor(from + (to - from) * share), remainingSeconds: Math.ceil(whole - elapsed) };
}

/** How a piece of work ended that did not finish; without a reason it was cancelled. */
const giveUp = (stage: string, reason: string | undefined): void =>
  reason === undefined
    ? show({ stage: 'CANCELLED', details: '**CANCELLED**: nothing of the work is left.' })
    : show({ stage: 'FAILED', details: `**FAILED** at ${stage}; the failure below says why.` });

/** Keeps count of a piece of work, for its query and for operators in the Temporal UI. */
export function createCourse<Stage extends string>(route: Route<Stage>) {
  const { doing, parts: name, from, to } = route;
  let stage: 'QUEUED' | Stage = 'QUEUED';
  let now: Progress = { stage, percent: 0, at: Date.now(), parts: { done: 0, total: 0 } };
  let drawn: Drawn = { began: 0, done: 0, total: 1 };
  const details = (): string => describe(now, doing[stage], name);
  const move = (change: Partial<Progress>): void => {
    now = { ...now, ...change, at: Date.now() };
    setCurrentDetails(details());
  };
  show({ stage, details: details() });

  return {
    now: (): Progress => now,
    enter(next: Stage): void {
      stage = next;
      now = { ...now, stage, at: Date.now() };
      show({ stage, details: details() });
    },
    /** Before the parts: so many of so many steps of preparation are done. */
    prepared: (done: number, total: number): void => move({ percent: Math.round((from * done) / total) }),
    /** How many parts there are, and their weight together (frames, pixels, seconds). */
    planned(total: number, weight: number): void {
      drawn = { began: Date.now(), done: 0, total: weight };
      move({ percent: from, parts: { done: 0, total } });
    },
    /** One part of this weight is done. */
    made(weight: number): void {
      drawn = { ...drawn, done: drawn.done + weight };
      const { done, total } = now.parts;
      move({ ...estimate(drawn, { from, to }), parts: { done: done + 1, total } });
    },
    finished: (): void => show({ stage: 'FINISHED', details: `**FINISHED**: ${route.finished}` }),
    gaveUp: (reason: string | undefined): void => giveUp(stage, reason),
  };
}
export type Course<Stage extends string> = ReturnType<typeof createCourse<Stage>>;
