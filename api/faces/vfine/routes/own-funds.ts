import { z } from 'zod';
import { bookTopUp } from '#domain/ledger/own-funds.ts';
import { yuanOf } from '#domain/shared/money.ts';
import { vfine } from '../face.ts';
import { positiveFen, Yuan, YuanText } from '../money.ts';

const movement = z
  .string()
  .regex(/^\w{1,64}$/)
  .meta({ example: '20260115110070101506770012345678' });

export const ownFundsRoutes = [
  vfine.route('POST /admin/ledger/own-funds/', {
    summary: 'Book money of the platform’s own that was put into its account at the provider, once a movement',
    description:
      'The number is the provider’s own of the movement (账务流水号); the nightly comparison, which holds the sum to the bill, shows it as `other:<number>`.',
    ours: true,
    auth: 'admin',
    idempotent: 'required',
    input: { body: z.strictObject({ money: Yuan, number: movement }) },
    output: z.object({ money: YuanText, number: movement }),
    refusals: { invalid_value: '传入参数不规范' },
    async handler({ em, actor, body: { money, number }, request: { id: requestId }, ports: { clock } }) {
      const fen = positiveFen(money);
      await bookTopUp(em, { number, fen, at: clock.now() }, { actor: actor.uuid, requestId });
      return { money: yuanOf(fen), number };
    },
  }),
];
