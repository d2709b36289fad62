// node scripts/weixin.ts PORT: stands in for WeChat's login in the embedded set-up; the code test-<openid> logs that openid in.
import { createWeixinStandIn } from '#adapters/weixin/stand-in.ts';

const port = Number(process.argv[2]);
const server = createWeixinStandIn();
server.listen(port, '127.0.0.1', () => console.log(`WeChat stand-in on 127.0.0.1:${port}`));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
