import { z } from 'zod';
import { bookManualEntry, type ManualKind } from '#domain/ledger/manual-entries.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { vfine } from '../face.ts';
import { positiveFen, Yuan, YuanText } from '../money.ts';

const movement = z
  .string()
  .regex(/^\w{1,64}$/)
  .meta({ example: '20260115110070101506770012345678' });

const numbered =
  'The number is the provider’s own of the movement (账务流水号); the nightly comparison, which holds the sum to the bill, shows it as `other:<number>`.';

/** Books a movement of the account at the provider that only people know of. */
const booking = (endpoint: Parameters<typeof vfine.route>[0], kind: ManualKind, summary: string, limit = '') =>
  vfine.route(endpoint, {
    summary,
    description: `${numbered}${limit}`,
    ours: true,
    auth: 'admin',
    idempotent: 'required',
    input: { body: z.strictObject({ money: Yuan, number: movement }) },
    output: z.object({ money: YuanText, number: movement }),
    refusals: { invalid_value: '传入参数不规范' },
    async handler({ em, actor, body: { money, number }, request: { id: requestId }, ports: { clock } }) {
      const fen = positiveFen(money);
      await bookManualEntry(em, { kind, number, fen, at: clock.now() }, { actor: actor.uuid, requestId });
      return { money: yuanOf(fen), number };
    },
  });

export const ledgerRoutes = [
  booking(
    'POST /admin/ledger/own-funds/',
    'top-up',
    'Book money of the platform’s own that was put into its account at the provider, once a movement',
  ),
  booking(
    'POST /admin/ledger/drawings/',
    'drawing',
    'Book money of the platform’s own that was drawn out of its account at the provider, once a movement',
    ' No more than commission and own funds less the provider’s fees and what was drawn before, nor than lies there: otherwise `precondition_failed`.',
  ),
  booking(
    'POST /admin/ledger/tax-payments/',
    'tax-payment',
    'Book withheld income tax that was paid to the authority from the account at the provider, once a movement',
    ' No more than is owed, nor than lies there: otherwise `precondition_failed`.',
  ),
];
