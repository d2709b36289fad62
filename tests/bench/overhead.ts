import { Client, Connection } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { filmClient } from '#tests/kit/film-client.ts';
import { startPlatform } from '#tests/kit/platform.ts';
import { renderOf } from '#workflows/albums/contract.ts';

type Event = temporal.api.history.v1.IHistoryEvent;
type Span = readonly [from: number, to: number]; // ms

const goal = 500; // ms
const photographs = 3;
const patience = 60_000; // ms

const at = ({ eventTime }: Event): number => Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6;

/** When each activity ran, from the moment a worker had it to the moment its answer was recorded. */
function activitySpans(events: readonly Event[]): Span[] {
  const starts = new Map(events.map((event) => [String(event.eventId), at(event)]));
  return events.flatMap((event) => {
    const closed =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskCanceledEventAttributes;
    const started = closed && starts.get(String(closed.startedEventId));
    return started === undefined || started === null ? [] : [[started, at(event)] as const];
  });
}

/** Stretches of a run in which no activity ran, with what was recorded in them. */
function idleSpans(events: readonly Event[]): Span[] {
  const [begun, ended] = [at(events[0] ?? {}), at(events.at(-1) ?? {})];
  const idle: Span[] = [];
  let reached = begun;
  for (const [from, to] of [...activitySpans(events).toSorted(([a], [b]) => a - b), [ended, ended] as const]) {
    if (from > reached) idle.push([reached, from]);
    reached = Math.max(reached, to);
  }
  return idle;
}

const length = ([from, to]: Span): number => to - from;

/** What a film's workflow adds to its activities: for the first film of fresh workers and for those after it. */
export async function benchOverhead({ runs }: { runs: number }): Promise<void> {
  const platform = await startPlatform();
  try {
    await platform.ready();
    await platform.until('the workers', patience, () => platform.output().match(/worker ready/g)?.length === 2);
    const connection = await Connection.connect({ address: platform.temporalAddress });
    const temporal = new Client({ connection, namespace: 'ensemble' });
    const client = await filmClient(platform);
    const rows = [];
    for (let run = 0; run <= runs; run++) {
      const movie = await client.fill(photographs);
      await client.start(movie);
      await client.reach(movie, 200);
      const handle = temporal.workflow.getHandle(renderOf('movie', movie));
      const events = await platform.until('the end of the run', patience, async () => {
        const all = (await handle.fetchHistory()).events ?? [];
        return all.at(-1)?.workflowExecutionCompletedEventAttributes ? all : undefined;
      });
      const idle = idleSpans(events);
      rows.push({
        film: run === 0 ? 'first of fresh workers' : `${run + 1}`,
        'run, ms': Math.round(at(events.at(-1) ?? {}) - at(events[0] ?? {})),
        'no activity, ms': Math.round(idle.reduce((sum, span) => sum + length(span), 0)),
        'longest gaps, ms': idle
          .map(length)
          .toSorted((a, b) => b - a)
          .slice(0, 5)
          .map(Math.round)
          .join(' '),
        gaps: idle.length,
      });
    }
    console.table(rows);
    console.log(`goal: less than ${goal} ms in which no activity runs`);
    await connection.close();
  } finally {
    await platform.stop();
  }
}
