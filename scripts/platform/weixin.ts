import type { Settings } from '#adapters/env.ts';
import { findFreePorts } from '../setup/ports.ts';
import { nothing } from './log-lines.ts';
import { weixinProgram } from './parts.ts';
import type { Supervisor } from './supervisor.ts';

/** True where the embedded set-up logs in test codes: with services of one's own nobody gets in unasked. */
export const hasStandIn = ({ WEIXIN_APP_ID, DATABASE_URL }: Settings): boolean => !WEIXIN_APP_ID && !DATABASE_URL;

/** Stands in for WeChat where no mini program is set; answers what our processes must know of it. */
export async function standInForWeixin(settings: Settings, supervisor: Supervisor): Promise<Record<string, string>> {
  if (!hasStandIn(settings)) return {};
  const port = await findFreePorts(1);
  supervisor.start({ weixin: weixinProgram(process.env, port) }, nothing);
  return {
    WEIXIN_URL: `http://127.0.0.1:${port}`,
    WEIXIN_APP_ID: 'stand-in',
    WEIXIN_APP_SECRET: 'stand-in',
  };
}
