import { defineEntity, p } from '@mikro-orm/core';

const KeyedRequestSchema = defineEntity({
  name: 'KeyedRequest',
  properties: {
    /** Keyed digest of who asked for which operation under which key: none of them can be read from it. */
    id: p.string().length(64).primary(),
    /** Keyed digest of what was asked: path, query, fields, file. */
    fingerprint: p.string().length(64),
    askedAt: p.datetime(),
    /** The try that may answer, until another one may take its place; none where a transaction was the try, or one has given up. */
    claim: p.uuid().nullable(),
    claimedUntil: p.datetime().nullable(),
    answeredAt: p.datetime().nullable(),
    /** Sealed; none while there is no answer, and where it was too long to keep. */
    sealedAnswer: p.text().nullable(),
    expiresAt: p.datetime().index(),
  },
});

/** A change that was asked for with an `Idempotency-Key`, and its answer for whoever asks again. */
export class KeyedRequest extends KeyedRequestSchema.class {}
KeyedRequestSchema.setClass(KeyedRequest);
