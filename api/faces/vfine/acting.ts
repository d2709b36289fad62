import type { Acting, Actor } from '#domain/shared/actor.ts';
import type { Secrets } from '#domain/ports/secrets.ts';
import { vouch } from '#domain/shared/vouching.ts';

interface Asked {
  actor: Actor;
  request: { id: string };
  ports: { secrets: Secrets };
}

/** Whoever asks, as a process learns of them: with our word that they do this to that thing. */
export const actingOn = ({ actor, request, ports: { secrets } }: Asked, subject: string, deed: string): Acting => ({
  by: actor.uuid,
  requestId: request.id,
  proof: vouch(secrets, subject, deed, actor.uuid),
});
