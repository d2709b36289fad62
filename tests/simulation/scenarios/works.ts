import { SimulatedProvider } from '../provider.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { SimulatedStudio } from '../studio.ts';
import { crowd, type Cast } from './shop-cast.ts';
import { Musicians } from './musicians.ts';
import { processFaults } from './processes.ts';
import { finalFaults, shopFaults, shopMatters } from './shop-invariants.ts';
import { emptyShop, readShop } from './shop-state.ts';
import { worldActs } from './shop-world.ts';
import { Shoppers } from './shoppers.ts';
import { storeFaults, worksFaults, worksMatters } from './works-invariants.ts';
import { noWorks, readWorks } from './works-state.ts';
import type { Story } from '../story.ts';

let provider: SimulatedProvider;
let studio: SimulatedStudio;

async function castOf(story: Story): Promise<Cast> {
  const { random } = story;
  return {
    sellers: await crowd(story, 'musician', random.between(1, 5), { type: 'MUSICIAN', musicianType: 'SINGER' }),
    buyers: await crowd(story, 'buyer', random.between(1, 8)),
    administrators: await crowd(story, 'administrator', 2, { roles: ['admin'] }),
    works: [],
  };
}

// What people do that it comes to that.
const handedIn = /^(uploads|hands in|changes)/;
const unheard = /^(uploads|hands in|changes|the studio)/;
const judged = /^(uploads|hands in|judges|signals|takes back|deletes|an operator cancels)/;

/** Musicians who upload songs, hand in works and change their minds, two administrators who judge them, and buyers. */
export const works: Scenario = {
  name: 'works',
  acts: [20, 90],
  activities: {
    recordSubmission: handedIn,
    ingestSong: handedIn,
    recordFingerprint: handedIn,
    recordSong: handedIn,
    recordUnheard: unheard,
    recordReviewEnd: judged,
    recordMessage: judged,
    repairLostUploads: /^(uploads|the store)/,
  },
  stage: (now, random, count) => ({
    payments: (provider = new SimulatedProvider(random, now, count)),
    songStudio: (studio = new SimulatedStudio(count)),
  }),
  async begin(story): Promise<Scene> {
    const [books, ears, cast] = [provider, studio, await castOf(story)];
    const shoppers = new Shoppers(story, cast, books);
    const musicians = new Musicians(story, cast, ears);
    const { uploaded } = musicians;
    let [shop, music] = [emptyShop, noWorks];
    return {
      people() {
        const online = music.works.filter(({ status }) => status === 'ONLINE');
        cast.works = story.random.chance(0.1) ? music.works : online;
        return [...musicians.acts(music), ...shoppers.purchases(shop), ...shoppers.purchases(shop)];
      },
      world: () => worldActs(story, books),
      last: { ...musicians.comparison(), name: 'the store is compared for the last time' },
      async check(settled) {
        const before = music;
        [shop, music] = [await readShop(story), await readWorks(story)];
        const wrong = [...shopFaults(shop, books), ...worksFaults(before, music, { uploaded, unheard: ears.unheard })];
        const matters = [...shopMatters(shop), ...worksMatters(music)];
        if (settled) wrong.push(...(await processFaults(story.processes, matters, settled.workflowId)));
        return wrong;
      },
      atEnd: async () => [
        ...(await finalFaults(story, shop, books, worksMatters(music))),
        ...(await storeFaults(story.platform.adapters.storage, music, uploaded)),
      ],
    };
  },
};
