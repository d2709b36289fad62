import globalSetup from '#tests/kit/global-setup.ts';
import globalTeardown from '#tests/kit/global-teardown.ts';
import { injectDatabaseFaults } from './database-faults.ts';
import { openPlatform } from './platform.ts';
import type { Scenario } from './scenario.ts';
import { tell, type Told } from './scheduler.ts';

/** Stories on the virtual server, scenario by scenario; the services that they need are started where nobody has. */
export async function* virtualStories(
  scenarios: readonly Scenario[],
  from: number,
  seeds: number,
): AsyncGenerator<[scenario: string, told: Told]> {
  const isGuarded = process.env['ENSEMBLE_TEST_SERVICES'] !== undefined;
  if (!isGuarded) await globalSetup();
  const platform = await openPlatform();
  const faults = injectDatabaseFaults();
  try {
    for (const scenario of scenarios)
      for (let seed = from; seed < from + seeds; seed++)
        yield [scenario.name, await tell(platform, faults, scenario, seed)];
  } finally {
    await platform.close();
    faults.restore();
    if (!isGuarded) await globalTeardown();
  }
}
