import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '#adapters/env.ts';
import { ensureDataFolder, ensureSecrets, readSecrets } from '#scripts/setup/data-folder.ts';
import { checkSharedSecrets, embeddedEnvironment } from '#scripts/setup/environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensemble-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key = Buffer.alloc(32, 1).toString('base64');

describe('secrets of the embedded set-up', () => {
  it('are made once, for the owner alone, and stay', () => {
    ensureDataFolder(folder);
    expect(readSecrets(folder)).toBeUndefined();
    const { secrets } = ensureSecrets(folder);
    expect(ensureSecrets(folder).secrets).toEqual(secrets);
    expect(statSync(join(folder, 'secrets.env')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secrets.env']);
    expect(readSettings({ ...secrets }).APP_SECRET).toBe(secrets.APP_SECRET);
  });

  it('say what is missing when somebody has cut them', () => {
    ensureSecrets(folder);
    const file = join(folder, 'secrets.env');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^APP_SECRET=.*\n/m, ''));
    expect(() => readSecrets(folder)).toThrow(/secrets\.env lacks APP_SECRET/);
  });

  it('reach our processes, but never replace what is set by hand', () => {
    const { secrets } = ensureSecrets(folder);
    const embedded = readSettings({ ENSEMBLE_DATA: folder, POSTGRES_PORT: '6000' });
    expect(embeddedEnvironment(embedded)).toEqual({
      DATABASE_URL: `postgresql://ensemble:${secrets.POSTGRES_PASSWORD}@127.0.0.1:6000/ensemble`,
      APP_SECRET: secrets.APP_SECRET,
      PAYLOAD_KEYS: secrets.PAYLOAD_KEYS,
    });
    const own = { DATABASE_URL: 'postgresql://db.example.org/x', APP_SECRET: key, PAYLOAD_KEYS: `k9:${key}` };
    expect(embeddedEnvironment(readSettings({ ENSEMBLE_DATA: folder, ...own }))).toEqual({});
  });
});

describe('a database or a Temporal of one’s own', () => {
  const DATABASE_URL = 'postgresql://db.example.org/x';
  const TEMPORAL_ADDRESS = 'temporal.example.org:7233';

  it.each([
    ['asks for APP_SECRET', { DATABASE_URL }, /APP_SECRET: must be set with DATABASE_URL/],
    ['asks for PAYLOAD_KEYS', { TEMPORAL_ADDRESS }, /PAYLOAD_KEYS: must be set with TEMPORAL_ADDRESS/],
  ])('%s, which other machines must share', (_name, settings, message) => {
    expect(() => checkSharedSecrets(readSettings(settings))).toThrow(message);
  });

  it('starts once they are given', () => {
    const settings = { DATABASE_URL, TEMPORAL_ADDRESS, APP_SECRET: key, PAYLOAD_KEYS: `k1:${key}` };
    expect(() => checkSharedSecrets(readSettings(settings))).not.toThrow();
  });
});
