import { CancellationScope, isCancellation, patched } from '@temporalio/workflow';
import type { SongRecords } from '#activities/business/songs.ts';
import type { WorkRecords } from '#activities/business/works.ts';
import type { SongIngest } from '#activities/media/songs.ts';
import type { IngestState } from '#domain/works/song.plan.ts';
import type { AlikeSong, Hearing, SongToHear } from '#domain/works/submission.plan.ts';
import { business, media } from '../kernel/proxies.ts';
import { reasonOf } from '../kernel/reason.ts';
import { describeMatch, describeSong, isRefusal } from './findings.ts';

const { recordSong, recordUnheard } = business<WorkRecords>();
const { recordFingerprint } = business<SongRecords>();
const { ingestSong } = media<SongIngest>();

interface Ears {
  /** Somebody should look again. */
  changed(): void;
  /** The file is no song; `reason` is for its musician. It does not count where another song has taken its place. */
  refused(reason: string, isReplaced: () => boolean): Promise<void>;
}

const texts = {
  none: 'The path names no file of ours: nobody can hear, buy or download it.',
  known: 'The song was heard before and has not changed.',
  waiting: 'The song is being heard.',
  failed: 'The song could not be heard by a fault of ours; it is heard again when it is handed in again.',
};

type KnownSong = AlikeSong | 'known';

const isKnown = (hearing: Hearing): hearing is KnownSong =>
  hearing === 'known' || (hearing !== 'none' && 'match' in hearing);

const describeKnown = (known: KnownSong): string =>
  known === 'known' ? texts.known : `${texts.known} ${describeMatch(known.match)}`;

/** Hears a song and has it written down; answers what an operator should know. */
async function hearSong(workId: string, song: SongToHear): Promise<string> {
  const facts = await ingestSong({ workId, ...song });
  const match = await recordFingerprint({ workId, fingerprint: facts.fingerprint });
  await recordSong({ workId, ...song, facts, match });
  return describeSong(facts, match);
}

/** Hears the song of a work while the work waits for its operator; the song handed in last counts. */
export function listenTo(workId: string, { changed, refused }: Ears) {
  let now: { state: IngestState; found: string } = { state: 'NONE', found: texts.none };
  let scope: CancellationScope | undefined;
  const become = (state: IngestState, found: string): void => void (now = { state, found });

  /** Whether another song has taken its place meanwhile. */
  const isReplaced = (own: CancellationScope): boolean => patched('song-replaced') && own !== scope;

  async function attempt(song: SongToHear, own: CancellationScope): Promise<void> {
    try {
      const text = await own.run(() => hearSong(workId, song));
      if (isReplaced(own)) return;
      become('DONE', text);
    } catch (error) {
      if (isCancellation(error) || own !== scope) return;
      await recordUnheard({ workId, ...song });
      if (isRefusal(error)) await refused(reasonOf(error), () => isReplaced(own));
      if (isReplaced(own)) return;
      become('FAILED', texts.failed);
    }
    changed();
  }

  return {
    isListening: (): boolean => now.state === 'WAITING',
    hasFailed: (): boolean => now.state === 'FAILED',
    found: (): string => now.found,
    /** Hears what was handed in; where that is known, what was found before still counts. */
    begin(hearing: Hearing): void {
      if (isKnown(hearing)) return now.state === 'NONE' ? become('DONE', describeKnown(hearing)) : undefined;
      scope?.cancel();
      scope = undefined;
      if (hearing === 'none') return become('NONE', texts.none);
      scope = new CancellationScope();
      become('WAITING', texts.waiting);
      void attempt(hearing, scope).catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
    },
    stop: (): void => scope?.cancel(),
  };
}
export type Listening = ReturnType<typeof listenTo>;
