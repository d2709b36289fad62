import { CancellationScope, isCancellation } from '@temporalio/workflow';
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
  /** The file is no song; `reason` is for its musician. */
  refused(reason: string): Promise<void>;
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
async function hearSong(workId: string, { key, essenceStartMs }: SongToHear): Promise<string> {
  const facts = await ingestSong({ workId, key, essenceStartMs });
  const match = await recordFingerprint({ workId, fingerprint: facts.fingerprint });
  await recordSong({ workId, key, facts, match });
  return describeSong(facts, match);
}

/** Hears the song of a work while the work waits for its operator; the song handed in last counts. */
export function listenTo(workId: string, { changed, refused }: Ears) {
  let state: IngestState = 'NONE';
  let found = texts.none;
  let scope: CancellationScope | undefined;

  const become = (next: IngestState, text: string): void => {
    state = next;
    found = text;
  };

  async function attempt(song: SongToHear, own: CancellationScope): Promise<void> {
    try {
      become('DONE', await own.run(() => hearSong(workId, song)));
    } catch (error) {
      if (isCancellation(error) || own !== scope) return; // another song has taken its place
      await recordUnheard({ workId, key: song.key });
      if (isRefusal(error)) await refused(reasonOf(error));
      become('FAILED', texts.failed);
    }
    changed();
  }

  return {
    isListening: (): boolean => state === 'WAITING',
    found: (): string => found,
    /** Hears what was handed in; where that is known, what was found before still counts. */
    begin(hearing: Hearing): void {
      if (isKnown(hearing)) return state === 'NONE' ? become('DONE', describeKnown(hearing)) : undefined;
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
