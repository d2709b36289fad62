import { fenOf, yuanOf } from '#domain/shared/money.ts';

describe('money', () => {
  test.each([
    ['100.00', 10000],
    ['0.1', 10],
    ['0.01', 1],
    [100, 10000],
    ['7', 700],
  ])('reads %s yuan as %d fen', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen);
  });

  test.each(['1.001', '-1', '', 'abc', '1e3', '１', ' 1', '1234567890123', Number.NaN])('refuses %s', (yuan) => {
    expect(() => fenOf(yuan)).toThrow(expect.objectContaining({ code: 'invalid_value' }) as Error);
  });

  test.each([
    [8900, '89.00'],
    [5, '0.05'],
    [0, '0.00'],
    [-150, '-1.50'],
  ])('writes %d fen as %s yuan', (fen, yuan) => {
    expect(yuanOf(fen)).toBe(yuan);
  });
});
