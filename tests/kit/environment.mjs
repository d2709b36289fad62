import { constants, createContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** What Jest replaces by those of its own process, because bytes cross the border. */
const shared = new Set(['ArrayBuffer', 'Buffer', 'Uint8Array', 'process']);

/**
 * Jest's environment of Node, with an ordinary global object. Its own is a proxy behind an interceptor, asked at every use
 * of `Math` or `Object`: a loop that makes a sine was up to forty times slower.
 */
// oxlint-disable-next-line import/no-default-export -- Jest takes the default export
export default class PlainEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const given = this.global;
    const plain = createContext(constants.DONT_CONTEXTIFY);
    const own = new Set(Object.getOwnPropertyNames(plain));
    for (const name of Object.getOwnPropertyNames(given)) {
      if (own.has(name) && !shared.has(name)) continue;
      Object.defineProperty(plain, name, { value: given[name], writable: true, configurable: true });
    }
    for (const symbol of Object.getOwnPropertySymbols(given)) plain[symbol] ??= given[symbol];
    plain.global = plain;
    plain.Error.stackTraceLimit = given.Error.stackTraceLimit;
    this.context = this.global = plain;
  }
}
