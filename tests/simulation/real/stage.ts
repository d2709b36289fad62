import { startPlatform } from '#tests/kit/platform.ts';
import { bankOf } from '#tests/kit/stand-in-bank.ts';
import { BankBooks } from './bank-books.ts';
import { processesOf } from './processes.ts';

const speed = '60'; // of the stand-in's schedule: what was not taken is sent again within seconds

/** The real platform under its real supervisor, with all that its stories are told and judged by. */
export async function openRealStage() {
  const platform = await startPlatform({ ALIPAY_STAND_IN_SPEED: speed });
  const bank = bankOf(platform);
  try {
    await platform.ready();
    const [orm, client] = [await platform.database(), await platform.temporal()];
    return {
      platform,
      orm,
      bank,
      books: new BankBooks(bank),
      processes: processesOf(client),
      async close(): Promise<void> {
        await client.connection.close();
        await orm.close(true);
        await platform.stop();
      },
    };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}
export type RealStage = Awaited<ReturnType<typeof openRealStage>>;
