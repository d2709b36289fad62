import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { jest } from '@jest/globals';
import { root } from '#scripts/setup/host.ts';
import { checkDistinct, checkFree, findFreePorts } from '#scripts/setup/ports.ts';

const listen = (port = 0): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
const close = (server: Server) => new Promise((resolve) => server.close(resolve));

describe('ports of the embedded parts', () => {
  it('names a taken port, the setting that moves it and the process that has it', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    try {
      await expect(checkFree([{ number: port, setting: 'POSTGRES_PORT' }])).rejects.toThrow(
        new RegExp(
          `Port ${port} \\(POSTGRES_PORT\\) is taken by process ${process.pid} .*choose another POSTGRES_PORT`,
        ),
      );
    } finally {
      await close(server);
    }
    await expect(checkFree([{ number: port, setting: 'POSTGRES_PORT' }])).resolves.toBeUndefined();
  });

  it('names all taken ports at once', async () => {
    const [one, other] = [await listen(), await listen()];
    const ports = [one, other].map((server, i) => ({
      number: (server.address() as AddressInfo).port,
      setting: `SETTING_${i}`,
    }));
    try {
      await expect(checkFree(ports)).rejects.toThrow(/SETTING_0[^]*SETTING_1/);
    } finally {
      await Promise.all([close(one), close(other)]);
    }
  });

  it('refuses one port for two parts, and names both settings', () => {
    const ports = [
      { number: 7233, setting: 'TEMPORAL_PORT' },
      { number: 7234, setting: 'TEMPORAL_PORT' },
      { number: 7234, setting: 'PORT' },
    ];
    expect(() => checkDistinct(ports)).toThrow('Port 7234 is given twice: by TEMPORAL_PORT and by PORT');
    expect(() => checkDistinct(ports.slice(0, 2))).not.toThrow();
  });

  it('gives everybody who asks ports of their own, before any of them listens', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const ask = `import { findFreePorts } from '#scripts/setup/ports.ts';
      Math.random = () => 0.5;
      console.log(await findFreePorts(11));
      process.stdin.resume();`;
    const others = [1, 2].map(() => spawn(process.execPath, ['--input-type=module', '-e', ask], { cwd: root }));
    try {
      const theirs = await Promise.all(others.map(async ({ stdout }) => Number((await once(stdout, 'data'))[0])));
      const all = [...theirs, await findFreePorts(11), await findFreePorts(11)].toSorted((a, b) => a - b);
      for (const [i, first] of all.slice(1).entries()) expect(first - (all[i] ?? 0)).toBeGreaterThanOrEqual(11);
    } finally {
      random.mockRestore();
      for (const other of others) other.kill();
      await Promise.all(others.map(async (other) => other.exitCode ?? other.signalCode ?? (await once(other, 'exit'))));
    }
  });

  it('finds ports in a row that can be listened on', async () => {
    const first = await findFreePorts(3);
    const servers = await Promise.all([first, first + 1, first + 2].map(listen));
    await Promise.all(servers.map(close));
    expect(servers).toHaveLength(3);
  });
});
