import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, settingRows, SettingsError } from '#adapters/env.ts';

describe('settings', () => {
  test('have defaults that run everything embedded', () => {
    const { PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, POSTGRES_PORT, ALLOW_NO_CAPTCHA, DATABASE_URL } = readSettings({});
    expect({ PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, POSTGRES_PORT }).toEqual({
      PORT: 8080,
      TEMPORAL_PORT: 7233,
      TEMPORAL_UI_PORT: 8233,
      POSTGRES_PORT: 5433,
    });
    expect(ALLOW_NO_CAPTCHA).toBe(false);
    expect(DATABASE_URL).toBeUndefined();
  });

  test.each([
    ['PORT', 'eighty', 'PORT=8080'],
    ['PORT', '70000', 'PORT=8080'],
    ['DATABASE_URL', 'mysql://x', 'DATABASE_URL=postgresql://'],
    ['TEMPORAL_ADDRESS', 'http://x', 'TEMPORAL_ADDRESS=temporal.example.org:7233'],
    ['ALLOW_NO_CAPTCHA', 'maybe', 'ALLOW_NO_CAPTCHA=off'],
    ['FILM_SIZE', '640x480', 'FILM_SIZE=1280x720'],
    ['PAYLOAD_KEYS', 'k1:short', 'PAYLOAD_KEYS=k2:'],
  ])('stop the start where %s is %s, with name and example', (name, value, example) => {
    expect(() => readSettings({ [name]: value })).toThrow(SettingsError);
    expect(() => readSettings({ [name]: value })).toThrow(example);
  });

  test('name every wrong setting at once and never print the value', () => {
    const wrong = { PORT: 'a-secret-by-mistake', S3_ENDPOINT: 'nowhere' };
    expect(() => readSettings(wrong)).toThrow(/PORT: [^]*S3_ENDPOINT: /);
    expect(() => readSettings(wrong)).not.toThrow(/a-secret-by-mistake/);
  });

  test('read a secret from the file that NAME_FILE names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    try {
      writeFileSync(join(folder, 'key'), 'abc\n');
      expect(readSettings({ TEMPORAL_API_KEY_FILE: join(folder, 'key') }).TEMPORAL_API_KEY).toBe('abc');
      expect(() => readSettings({ TEMPORAL_API_KEY_FILE: join(folder, 'none') })).toThrow('TEMPORAL_API_KEY_FILE');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('each say what they mean and how they look', () => {
    for (const { name, meaning, example } of settingRows()) {
      expect([name, meaning]).toEqual([name, expect.stringMatching(/\w/)]);
      expect([name, example]).toEqual([name, expect.stringMatching(/\S/)]);
    }
  });
});
