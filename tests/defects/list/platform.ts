import type { Defect } from '../plant.ts';

export const platform: readonly Defect[] = [
  {
    name: 'a lost connection keeps its place in the pool',
    file: 'adapters/db/orm.ts',
    find: '      driverOptions: { onPoolCreated: freeLostConnections },\n',
    put: '',
    tests: ['tests/adapters/db/lost-connections.test.ts'],
  },
  {
    name: 'a process that is opening answers with a fault of the SDK',
    file: 'workflows/kernel/opening.ts',
    find: '  setDefaultUpdateHandler(comeAgain); // takes all that has no handler yet\n',
    put: '',
    tests: ['tests/simulation/sandbox.test.ts'],
  },
];
