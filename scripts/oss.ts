// node scripts/oss.ts PORT: stands in for the OSS bucket that browsers upload to; objects land in the platform's own storage.
import { readSettings } from '#adapters/env.ts';
import { createOssStandIn } from '#adapters/oss/stand-in/server.ts';
import { storageOf } from '#adapters/storage/storage.ts';

const port = Number(process.argv[2]);
const settings = readSettings();
const { OSS_BUCKET: bucket, OSS_ACCESS_KEY_ID: accessKeyId, OSS_ACCESS_KEY_SECRET: accessKeySecret } = settings;
if (!bucket || !accessKeyId || !accessKeySecret) throw new Error('OSS_BUCKET and its access key are not set');
const maxBytes = settings.UPLOAD_MAX_MB * 1024 * 1024;
const server = createOssStandIn({ bucket, accessKeyId, accessKeySecret, maxBytes, storage: storageOf(settings) });
server.listen(port, '127.0.0.1', () => console.log(`OSS stand-in on 127.0.0.1:${port}`));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
