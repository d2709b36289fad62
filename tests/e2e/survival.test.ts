import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Album } from '#domain/albums/album.entity.ts';
import { filmClient } from '#tests/kit/film-client.ts';
import { startPlatform, type Platform } from '#tests/kit/platform.ts';

/** The real platform under its real supervisor; every story kills something with a film in flight. */
describe('a film survives', () => {
  let platform: Platform;
  const photographs = 3;

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.ready();
  }, 300_000);
  afterAll(() => platform?.stop(), 120_000);

  const workFolder = (movie: number) => join(platform.folder, 'files', 'movies', String(movie), 'work');
  const segmentsOf = (movie: number): string[] => {
    const folder = workFolder(movie);
    return existsSync(folder) ? readdirSync(folder).filter((name) => /segment.*\.mp4$/.test(name)) : [];
  };

  /** Processes that encode segments in the scratch folder, as the command lines tell. */
  const encoders = (): number[] =>
    execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`${platform.folder}/scratch/`) && line.includes('segment'))
      .map((line) => Number.parseInt(line, 10));

  async function expectWholeFilm(movie: number): Promise<void> {
    const file = join(platform.folder, 'files', 'movies', String(movie), 'result.mp4');
    const probe = JSON.parse(
      execFileSync('ffprobe', ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', file], {
        encoding: 'utf8',
      }),
    ) as { streams: { codec_type: string; nb_read_frames: string; nb_frames: string; duration: string }[] };
    const video = probe.streams.find((stream) => stream.codec_type === 'video');
    expect(video?.nb_read_frames).toBe(video?.nb_frames);
    expect(Number(video?.nb_frames)).toBeGreaterThan(photographs * 25);
    const orm = await platform.database();
    expect(await orm.em.fork().find(Album, { id: movie })).toMatchObject([{ state: 'FINISHED', error: '' }]);
    await orm.close();
  }

  test('a media worker killed mid-segment: finished segments are not drawn again', async () => {
    const client = await filmClient(platform);
    const movie = await client.fill(4 * photographs); // enough for several segments
    await client.start(movie);
    const first = await platform.until('a first segment', 120_000, () => segmentsOf(movie)[0]);
    const drawnAt = statSync(join(workFolder(movie), first)).mtimeMs;
    await platform.kill('media');
    await platform.until('another segment', 120_000, () => segmentsOf(movie).length > 1 || undefined);
    expect(statSync(join(workFolder(movie), first)).mtimeMs).toBe(drawnAt);
    await client.reach(movie, 200);
    await expectWholeFilm(movie);
  }, 300_000);

  test('the API killed after the process began and before the answer: the client asks again, one film only', async () => {
    const client = await filmClient(platform);
    const movie = await client.fill(photographs);
    const connection = await Connection.connect({ address: platform.temporalAddress });
    const temporal = new Client({ connection, namespace: 'ensemble' });
    platform.signal('worker', 'SIGSTOP'); // the process can begin, but cannot record itself
    const asked = client.start(movie).then(
      () => 'answered',
      () => 'cut off',
    );
    await platform.until('the process', 45_000, () =>
      temporal.workflowService.describeWorkflowExecution({
        namespace: 'ensemble',
        execution: { workflowId: `movie-render:${movie}` },
      }),
    );
    await platform.kill('api');
    platform.signal('worker', 'SIGCONT');
    expect(await asked).toBe('cut off');
    await platform.ready();
    await expect(client.start(movie)).rejects.toThrow(/已在 \w+ 队列中|任务已完成/);
    await client.reach(movie, 200);
    await expectWholeFilm(movie);
    expect(await temporal.workflow.count(`WorkflowId = 'movie-render:${movie}'`)).toMatchObject({ count: 1 });
    await connection.close();
  }, 300_000);

  test.each([
    ['the business worker killed between stages', 102, () => platform.kill('worker')],
    ['the Temporal server killed during the render', 105, () => platform.kill('temporal')],
    ['PostgreSQL ended at once during the render', 105, () => platform.killPostgres()],
    ['everything killed at once and started again', 105, () => platform.killAll()],
  ])(
    '%s',
    async (_name, stage, kill) => {
      const client = await filmClient(platform);
      const movie = await client.fill(photographs);
      await client.start(movie);
      await client.reach(movie, stage);
      await kill();
      await platform.ready();
      await client.reach(movie, 200);
      await expectWholeFilm(movie);
    },
    300_000,
  );

  test('two parallel starts queue once', async () => {
    const client = await filmClient(platform);
    const movie = await client.fill(1);
    const outcomes = await Promise.allSettled([client.start(movie), client.start(movie), client.start(movie)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await client.reach(movie, 200);
  }, 300_000);

  test('a film deleted during its render leaves no process and no file', async () => {
    const client = await filmClient(platform);
    const movie = await client.fill(4 * photographs); // enough to be deleted in the middle of it
    await client.start(movie);
    await platform.until('an encoder, which will not end by itself', 120_000, () => {
      const pids = encoders();
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      return pids.length > 0 || undefined;
    });
    await client.travel.get(`movie/${movie}/delete`);
    await platform.until('the encoder to be killed', 45_000, () => encoders().length === 0 || undefined);
    await platform.until('the folder to go', 45_000, () => !existsSync(join(workFolder(movie), '..')) || undefined);
    await expect(client.status(movie)).rejects.toThrow('找不到作业集');
  }, 300_000);
});
