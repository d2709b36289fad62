import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, hasApt } from './apt.ts';
import { cached } from './cached.ts';
import { cacheFolder, root, SetupError, which } from './host.ts';
import { run } from './run.ts';
import type { Say } from './steps.ts';

const pom = join(root, 'temporal/test-server/pom.xml');
const packages = { java: 'openjdk-17-jre-headless', mvn: 'maven' };

async function ensureTools(names: (keyof typeof packages)[], say: Say): Promise<void> {
  const missing = names.filter((name) => !which(name)).map((name) => packages[name]);
  if (missing.length === 0) return;
  if (!hasApt()) {
    throw new SetupError(
      `The time-skipping server of the tests needs ${missing.join(' and ')}. Install them (Debian names).`,
    );
  }
  await aptInstall(missing, say);
}

const jarsFolder = (): string =>
  join(cacheFolder, `time-skipping-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)}`);

/** Makes Java and the jars of the time-skipping Temporal server available; gives the folder of the jars. */
export async function ensureTimeSkipping(say: Say): Promise<string> {
  await ensureTools(['java'], say);
  return cached(jarsFolder(), async (partial) => {
    await ensureTools(['mvn'], say);
    say('fetching the jars');
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${partial}`];
    await run('mvn', ['-q', '-B', '-f', pom, ...goal], {
      env: { ...process.env, MAVEN_OPTS: '-XX:-UsePerfData' },
      what: 'mvn dependency:copy-dependencies',
    });
  });
}

/** The program that the SDK starts, as text of an executable file. `mark` tells our servers from others. */
export const timeSkippingWrapper = (jars: string, mark: string, log: string): string => `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Densemble.run=${mark} -cp '${jars}/*' io.temporal.testserver.TestServer "$@" 2>>'${log}'
`;
