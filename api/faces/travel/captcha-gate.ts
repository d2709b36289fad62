import type { EntityManager } from '@mikro-orm/core';
import type { Ports } from '#api/kernel/ports.ts';
import type { SessionControl } from '#api/kernel/session.ts';
import { useCaptcha } from '#domain/accounts/captchas.ts';
import { hasRole, type Actor } from '#domain/shared/actor.ts';
import { LooseFlag, Text } from './inputs.ts';

/** Fields of every request that a captcha guards. */
export const captchaFields = { captcha: Text, no_captcha: LooseFlag };

interface Asked {
  actor: Actor | undefined;
  em: EntityManager;
  session: SessionControl;
  ports: Ports;
  body: { captcha?: string | undefined; no_captcha: boolean };
}

/**
 * Lets a request pass that solved the captcha of its session, or that an administrator vouches for with the session of
 * an operator; `no_captcha` counts only where the operator allows it.
 */
export async function passCaptcha({ actor, em, session, ports, body }: Asked): Promise<void> {
  if (actor?.realm === 'ops' && hasRole(actor, 'admin')) return;
  if (body.no_captcha && ports.settings.allowNoCaptcha) return;
  await useCaptcha(em, session.current, ports.secrets, body.captcha);
}
