import Sequencer from '@jest/test-sequencer';

/** Tests of whole platforms and of many stories take minutes: none of them may be what the others are waited for with. */
const first = /tests\/(e2e|simulation|hostile|browser)\/|authorisation/;
const rank = ({ path }) => (first.test(path) ? 0 : 1);

/** The longest first, on a fresh clone too, where Jest does not yet know how long each takes. */
// oxlint-disable-next-line import/no-default-export -- Jest takes the default export
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const bySize = await super.sort(tests); // oxlint-disable-line unicorn/no-array-sort -- it is no array's
    return bySize.toSorted((a, b) => rank(a) - rank(b));
  }
}
