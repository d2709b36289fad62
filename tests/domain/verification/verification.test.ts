import { describe, expect, test } from '@jest/globals';
import { messageKeyOf, musicianTypeOf } from '#domain/verification/application.plan.ts';
import { readActing, readDecision } from '#domain/verification/decision.plan.ts';
import { fitsCheckCharacter, idCardPattern, maskCard } from '#domain/verification/id-card.ts';
import { verificationMachine, type VerificationState } from '#domain/verification/verification.machine.ts';

describe('the life of an application', () => {
  test.each([
    ['PENDING', 'approve', 'APPROVED'],
    ['PENDING', 'refuse', 'REFUSED'],
    ['PENDING', 'withdraw', 'WITHDRAWN'],
    ['PENDING', 'expire', 'EXPIRED'],
    ['PENDING', 'cancel', 'REFUSED'],
  ] as const)('%s – %s → %s', (from, event, to) => {
    expect(verificationMachine.next(from, event)).toBe(to);
  });

  const ends = ['APPROVED', 'REFUSED', 'WITHDRAWN', 'EXPIRED'] as const satisfies VerificationState[];
  test.each(ends)('ends with %s', (state) => {
    expect(verificationMachine.isFinal(state)).toBe(true);
    for (const event of ['approve', 'refuse', 'withdraw', 'expire'])
      expect(() => verificationMachine.next(state, event)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });

  test.each([
    ['APPROVED', 'SUCCESS_TO_MUSICIAN'],
    ['REFUSED', 'FAIL_TO_MUSICIAN'],
    ['EXPIRED', 'EXPIRED_TO_MUSICIAN'],
    ['WITHDRAWN', undefined],
    ['PENDING', undefined],
  ] as const)('%s is told as %s', (state, key) => expect(messageKeyOf(state)).toBe(key));
});

describe('a decision', () => {
  test.each([
    [{ verdict: 'approve' }, { verdict: 'approve' }],
    [
      { verdict: 'refuse', remark: 'r', by: 'b', requestId: 'i', proof: 'p', more: 1 },
      { verdict: 'refuse', remark: 'r', by: 'b', requestId: 'i', proof: 'p' },
    ],
    [{ verdict: 'refuse', remark: null, by: '' }, { verdict: 'refuse' }],
  ])('is read: %j', (input, expected) => expect(readDecision(input)).toEqual(expected));

  test.each([
    [undefined],
    [null],
    ['approve'],
    [[]],
    [{}],
    [{ verdict: 'toString' }],
    [{ verdict: 'approve', remark: {} }],
    [{ verdict: 'approve', remark: 'a\0b' }],
    [{ verdict: 'approve', by: '\ud800' }],
    [{ verdict: 'approve', requestId: 'x'.repeat(65) }],
  ])('is refused: %j', (input) =>
    expect(() => readDecision(input)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'invalid_value' })),
  );

  test('is refused without repeating what was sent', () => {
    try {
      readDecision({ verdict: 'secret' });
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
    expect.assertions(1);
  });
});

describe('who acts', () => {
  test.each([
    [undefined, {}],
    [null, {}],
    [
      { by: 'b', requestId: 'i', proof: 'p', more: 1 },
      { by: 'b', requestId: 'i', proof: 'p' },
    ],
  ])('is read: %j', (input, expected) => expect(readActing(input)).toEqual(expected));

  test.each([['lee'], [[]], [{ by: 1 }], [{ proof: 'x'.repeat(65) }]])('is refused: %j', (input) =>
    expect(() => readActing(input)).toThrow(expect.objectContaining({ code: 'invalid_value' })),
  );
});

describe('occupations', () => {
  test.each([
    [['singer'], 'SINGER'],
    [['composer', 'Bandsman', 'singer'], 'BANDSMAN'],
    [[' producer '], 'PRODUCER'],
    [['composer'], null],
    [[], null],
  ])('%j name %s', (occupations, type) => expect(musicianTypeOf(occupations)).toBe(type));
});

describe('a card number', () => {
  test.each([
    ['11010519491231002X', true],
    ['11010519491231002x', true],
    ['440524188001010014', true],
    ['440524188001010015', false],
    ['11010519491231X02X', false],
    ['130503670401001', true],
    ['13050367040100X', false],
  ])('%s fits its check character: %s', (card, fits) => expect(fitsCheckCharacter(card)).toBe(fits));

  test.each([
    ['130104190000001234', true],
    ['13010419xxxxx1234', false],
    ['1301041900000012345', false],
    ['a30104190000001234', false],
  ])('%s looks like one: %s', (card, looks) => expect(idCardPattern.test(card)).toBe(looks));

  test('is masked but for four at each end', () => expect(maskCard('130104190000001234')).toBe('1301**********1234'));
});
