import type { User } from '#domain/accounts/user.entity.ts';
import { uploadReconciliation } from '#workflows/upload-reconciliation/contract.ts';
import { decide, worksReviewOf } from '#workflows/works-review/contract.ts';
import type { Permission } from '#tests/kit/bucket.ts';
import { noSong, songs, type PreparedSong } from '../songs.ts';
import type { Story } from '../story.ts';
import type { SimulatedStudio } from '../studio.ts';
import type { Act } from '../telling.ts';
import { askingOf, at, type Asking } from './asking.ts';
import type { Cast } from './shop-cast.ts';
import type { WorksState } from './works-state.ts';

const share = {
  noise: 0.15,
  lostCallback: 0.35,
  secondCallback: 0.15,
  strangePath: 0.05,
  laterEssence: 0.3,
  deleted: 0.1,
  changesMind: 0.5,
  farewell: 0.15,
  otherVerdict: 0.3,
  breaks: 0.03,
};

/** A file that lies in the store. */
export interface Uploaded {
  owner: number;
  key: string;
  song: PreparedSong;
}

/** Everything that musicians, and the operators who judge their works, might do. */
export class Musicians {
  /** What they have uploaded; they know it, whoever else does. */
  readonly uploaded: Uploaded[] = [];
  readonly #story: Story;
  readonly #cast: Cast;
  readonly #studio: SimulatedStudio;
  readonly #ask: Asking;

  constructor(story: Story, cast: Cast, studio: SimulatedStudio) {
    [this.#story, this.#cast, this.#studio] = [story, cast, studio];
    this.#ask = askingOf(story);
  }

  acts(state: WorksState): Act[] {
    const { random } = this.#story;
    const musician = random.pick(this.#cast.sellers);
    const isReady = this.#filesOf(musician).length > 0 || random.chance(share.strangePath);
    const handsIn = isReady ? [this.#handsIn(musician)] : [];
    return [this.#uploads(musician), ...handsIn, ...this.#ofWorks(state), ...this.#ofOurs()];
  }

  /** Asks for permission and puts a file into the store, which tells us of it, twice, or not. */
  #uploads(who: User): Act {
    const { random, note, ask, platform } = this.#story;
    const song = random.chance(share.noise) ? noSong : random.pick(songs);
    const luck = random.next();
    const isLost = luck < share.lostCallback;
    const fault = isLost ? 'lost-callback' : luck > 1 - share.secondCallback ? 'duplicate-callback' : undefined;
    const name = `uploads ${song.name}${fault ? `: ${fault}` : ''}`;
    const send = async ({ status, body }: { status: number; body: unknown }): Promise<void> => {
      if (status !== 200) return;
      const file = { name: 'song.wav', content: song.content, fields: { 'x:stand-in': fault } };
      const reply = await platform.bucket.upload((body as Permission).config, file);
      note(`the store answers ${reply.status}`);
      this.uploaded.push({ owner: who.id, key: reply.key, song });
    };
    const endpoint = `GET ${at}/storage/upload-info?file_type=songs`;
    return { name, run: () => ask(name, { who, endpoint }, send) };
  }

  #filesOf = ({ id }: User): Uploaded[] => this.uploaded.filter(({ owner }) => owner === id);

  /** What somebody says of a work: one of their files, or a path that is none of ours. */
  #said(who: User): Record<string, unknown> {
    const { random } = this.#story;
    const own = this.#filesOf(who);
    const path = own.length === 0 || random.chance(share.strangePath) ? 'elsewhere.mp3' : random.pick(own).key;
    return { path, essence_start: random.chance(share.laterEssence) ? 1 : 0 };
  }

  #handsIn(who: User): Act {
    const body = { name: '夜', can_sell: this.#story.random.chance(0.9), ...this.#said(who) };
    return this.#ask('hands in a work', who, 'POST /works/', body);
  }

  #ofWorks({ works }: WorksState): Act[] {
    const { random } = this.#story;
    const shown = random.chance(share.deleted) ? works : works.filter(({ status }) => status !== 'DELETE');
    if (shown.length === 0) return [];
    const work = random.pick(shown);
    const name = `work ${works.indexOf(work)}`;
    const owner = this.#cast.sellers.find(({ id }) => id === work.producer);
    if (!owner) return [];
    const endpoint = `PATCH /works/${work.id}/`;
    const verdict = random.chance(share.otherVerdict) ? random.pick(['UNSUBMIT', 'FAIL']) : 'ONLINE';
    const shelf = random.pick(['ONLINE', 'OFFLINE']);
    const change = random.pick([{ desc: 'louder' }, this.#said(owner), this.#said(owner)]);
    return [
      ...(random.chance(share.changesMind)
        ? [
            this.#ask(`changes ${name}`, owner, `PUT /works/${work.id}/`, change),
            this.#ask(`takes back ${name}`, owner, endpoint, { status: 'UNSUBMIT' }),
            this.#ask(`shelves ${name}: ${shelf}`, owner, endpoint, { status: shelf }),
          ]
        : []),
      ...this.#cast.administrators.map((who) =>
        this.#ask(`judges ${name}: ${verdict}`, who, endpoint, { status: verdict, remark: 'heard' }),
      ),
      { name: `signals ${name}`, run: () => this.#signal(worksReviewOf(work.id)) },
      ...(random.chance(share.farewell) ? this.#farewells(name, work.id, owner) : []),
    ];
  }

  #farewells = (name: string, id: string, owner: User): Act[] => [
    this.#ask(`deletes ${name}`, owner, `DELETE /works/${id}/`),
    { name: `an operator cancels the run of ${name}`, run: () => this.#story.processes.cancel(worksReviewOf(id)) },
  ];

  /** Verdicts typed in the Temporal UI: twice, or one and the other. */
  async #signal(workflowId: string): Promise<void> {
    const { random, processes } = this.#story;
    const by = random.pick(this.#cast.administrators).uuid;
    const others = random.chance(share.otherVerdict) ? ['refuse', 'fail'] : [];
    for (const verdict of random.shuffled(['approve', 'approve', ...others]).slice(0, random.between(1, 3)))
      await processes.signal(workflowId, decide, { verdict, by });
  }

  #ofOurs(): Act[] {
    const studio = this.#studio;
    const name = studio.isOutOfOrder ? 'the studio is mended' : 'the studio breaks';
    const turn = { name, run: async () => void (studio.isOutOfOrder = !studio.isOutOfOrder) };
    return [this.comparison(), ...(studio.isOutOfOrder || this.#story.random.chance(share.breaks) ? [turn] : [])];
  }

  comparison(): Act {
    return { name: 'the store is compared', run: () => this.#story.processes.begin(uploadReconciliation) };
  }
}
