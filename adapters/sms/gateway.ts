import type { TextMessenger } from '#domain/ports/messengers.ts';
import { DomainError } from '#domain/shared/errors.ts';

export interface Gateway {
  url: string;
  token?: string | undefined;
  /** How long one try may take. */
  patienceMs?: number;
}

/** Refusals that pass with time: the gateway is slow, early or busy. */
const passing = [408, 425, 429];

/**
 * Sends text messages by an HTTP gateway: `POST {id, to, text}` as JSON with a bearer token; 2xx means taken. Redirects
 * are not followed. Refuses `gateway_refused` on 4xx, rejects on everything that may yet succeed.
 */
export const createSmsGateway = ({ url, token, patienceMs = 10_000 }: Gateway): TextMessenger => ({
  async send({ id, to, text }) {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ id, to, text }),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    const { status } = answer;
    if (status >= 400 && status < 500 && !passing.includes(status))
      throw new DomainError('unavailable', 'gateway_refused', `the SMS gateway refused: ${status}`);
    throw new Error(`the SMS gateway answered ${status}`);
  },
});
