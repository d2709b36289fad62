import { join } from 'node:path';
import type { Settings } from '#adapters/env.ts';
import { serverPorts } from '#temporal/environment.ts';
import { root } from '../setup/host.ts';
import type { Port } from '../setup/ports.ts';
import type { Program } from '../setup/temporal.ts';

/** How a browser on this machine reaches the API. */
export const apiUrl = ({ BIND, PORT }: Settings): string =>
  `http://${BIND === '0.0.0.0' || BIND === '::' ? '127.0.0.1' : BIND}:${PORT}`;

/** The ports this start will take: those of the embedded parts only where they are embedded. */
export function portsOf(settings: Settings): { api: Port; embedded: Port[]; postgres: Port[] } {
  const { PORT, POSTGRES_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, DATABASE_URL, TEMPORAL_ADDRESS } = settings;
  const temporal = TEMPORAL_ADDRESS
    ? []
    : [
        ...serverPorts(TEMPORAL_PORT).map((number) => ({ number, setting: 'TEMPORAL_PORT' })),
        { number: TEMPORAL_UI_PORT, setting: 'TEMPORAL_UI_PORT' },
      ];
  return {
    api: { number: PORT, setting: 'PORT' },
    embedded: temporal,
    postgres: DATABASE_URL ? [] : [{ number: POSTGRES_PORT, setting: 'POSTGRES_PORT' }],
  };
}

const node = (env: NodeJS.ProcessEnv, ...args: string[]): Program => ({
  command: process.execPath,
  args: [join(root, args[0] ?? ''), ...args.slice(1)],
  cwd: root,
  env,
});

/** What stands in for WeChat's login. */
export const weixinProgram = (env: NodeJS.ProcessEnv, port: number): Program =>
  node(env, 'scripts/weixin.ts', String(port));

/** What stands in for Alipay; keeps what it knows in the folder. */
export const alipayProgram = (
  env: NodeJS.ProcessEnv,
  { port, folder, speed }: { port: number; folder: string; speed: number },
): Program => node(env, 'scripts/alipay.ts', String(port), folder, String(speed));

/** What stands in for the bucket that browsers upload to. */
export const ossProgram = (env: NodeJS.ProcessEnv, port: number): Program => node(env, 'scripts/oss.ts', String(port));

/** Our own processes; media apart from the rest, so that a render never keeps a short step waiting. */
export const ownPrograms = (env: NodeJS.ProcessEnv): { api: Program; workers: Record<string, Program> } => ({
  api: node(env, 'api/main.ts'),
  workers: {
    worker: node(env, 'workers/main.ts', 'business', 'io'),
    media: node(env, 'workers/main.ts', 'media'),
  },
});
