import { DomainError } from '#domain/shared/errors.ts';
import { machine } from '#domain/shared/machine.ts';

const door = machine('door', { OPEN: { shut: 'SHUT' }, SHUT: { open: 'OPEN', nail: 'NAILED' }, NAILED: {} });

describe('a machine', () => {
  test.each([
    ['OPEN', 'shut', 'SHUT'],
    ['SHUT', 'open', 'OPEN'],
    ['SHUT', 'nail', 'NAILED'],
  ] as const)('leads from %s by %s to %s', (from, event, to) => {
    expect(door.next(from, event)).toBe(to);
  });

  test.each([
    ['OPEN', 'open'],
    ['NAILED', 'open'],
    ['SHUT', 'paint'],
  ] as const)('refuses in %s the event %s', (from, event) => {
    expect(() => door.next(from, event)).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'unsupported' }) as Error,
    );
    expect(door.peek(from, event)).toBeUndefined();
  });

  test('knows its states and which are final', () => {
    expect(door.states).toEqual(['OPEN', 'SHUT', 'NAILED']);
    expect(door.isFinal('NAILED')).toBe(true);
    expect(door.isFinal('OPEN')).toBe(false);
  });

  test('refuses with an error of the domain', () => {
    expect(() => door.next('NAILED', 'open')).toThrow(DomainError);
  });
});
