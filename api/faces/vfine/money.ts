import { z } from 'zod';
import { DomainError } from '#domain/shared/errors.ts';
import { fenOf, yuanOf, type Fen } from '#domain/shared/money.ts';

/** Yuan as a client sends them, a number or a text; `positiveFen` reads them. */
export const Yuan = z.union([z.number(), z.string().max(20)]).meta({ example: 100 });
/** Yuan as this face prints most of them. */
export const YuanText = z.string().meta({ example: '100.00' });

/** The sum in fen; refuses `invalid_value` what is not positive or has more than two decimals. */
export function positiveFen(yuan: number | string): Fen {
  const fen = fenOf(yuan);
  if (fen <= 0) throw new DomainError('invalid', 'invalid_value');
  return fen;
}

/** Yuan as a number, where the document prints one. */
export const yuanNumberOf = (fen: Fen): number => Number(yuanOf(fen));
