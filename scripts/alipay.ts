// node scripts/alipay.ts PORT FOLDER SPEED: stands in for Alipay in the embedded set-up; the cashier is a page to click on.
import { join } from 'node:path';
import { createAlipayStandIn } from '#adapters/alipay/stand-in/server.ts';
import { readKeys, standInAccount } from './platform/alipay.ts';

const [port, folder = '', speed] = process.argv.slice(2);
const { server } = createAlipayStandIn({
  ...standInAccount,
  keys: readKeys(folder),
  file: join(folder, 'bank.json'),
  funds: 0,
  speed: Number(speed),
  earlyBills: true,
});
server.listen(Number(port), '127.0.0.1', () => console.log(`Alipay stand-in on 127.0.0.1:${port}`));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
