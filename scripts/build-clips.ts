/**
 * Builds the demo clips of assets/clips from their scenes in assets/clips/src: `node scripts/build-clips.ts [ID …]`. Needs
 * ffmpeg and Debian's espeak-ng. A clip is a drawn dialogue whose mouths follow the voices; beside it lie its subtitle,
 * with the speaker before each line, and a picture of each role.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeSrt, type SubtitleLine } from '#domain/dubbing/subtitle.plan.ts';
import { drawRole, drawScene, SceneSchema, type Pose, type Scene, type Voice } from './clips/scene.ts';

const folder = join(import.meta.dirname, '..', 'assets', 'clips');
const rate = 22_050; // of espeak-ng
const fps = 25;
const size = { width: 640, height: 360 };
const pauses = { before: 0.9, between: 0.45, after: 1.2 }; // s
const blinkEvery = [67, 83]; // frames, by role
const blinkFrames = 4;
const loud = [0.02, 0.07, 0.14]; // RMS from which a mouth is a little, half and wide open

const ffmpeg = (args: string[], input?: Buffer): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 1 << 28, ...(input && { input }) });

interface Spoken extends SubtitleLine {
  samples: Float32Array;
  role: number;
}

const ms = (seconds: number): number => Math.round(seconds * 1000);

const trimmed = 'silenceremove=start_periods=1:start_threshold=-50dB,areverse';

/** Lets espeak-ng read a text; without the silence around it. */
function read({ voice, pitch, speed }: Voice, text: string, wav: string): Float32Array {
  execFileSync('espeak-ng', ['-v', voice, '-p', String(pitch), '-s', String(speed), '-w', wav, text]);
  const filters = `${trimmed},${trimmed}`;
  const pcm = ffmpeg(['-i', wav, '-af', filters, '-ac', '1', '-ar', String(rate), '-f', 'f32le', '-']);
  return new Float32Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length));
}

/** The lines, one after the other. */
function speak({ lines, roles }: Scene, work: string): { spoken: Spoken[]; seconds: number } {
  let at = pauses.before;
  const spoken = lines.map(({ role, text }, i) => {
    const who = roles[role];
    if (who === undefined) throw new Error(`line ${i + 1} has no role`);
    const samples = read(who, text, join(work, `${i}.wav`));
    const from = at;
    at += samples.length / rate + pauses.between;
    return { startMs: ms(from), endMs: ms(at - pauses.between), text: `${who.name}：${text}`, role, samples };
  });
  return { spoken, seconds: at - pauses.between + pauses.after };
}

/** What the demo uploads: the lines of roles that have a dubber, in another voice. */
function dub({ lines, roles }: Scene, out: string, work: string): void {
  for (const [i, { role, text }] of lines.entries()) {
    const dubber = roles[role]?.dubber;
    if (dubber === undefined) continue;
    const pcm = join(work, 'dub.f32');
    writeFileSync(pcm, Buffer.from(read(dubber, text, join(work, 'dub.wav')).buffer));
    const coded = '-c:a aac -b:a 40k -ac 1 -map_metadata -1 -fflags +bitexact'.split(' ');
    ffmpeg(['-f', 'f32le', '-ar', String(rate), '-ac', '1', '-i', pcm, ...coded, join(out, `voice-${i + 1}.m4a`)]);
  }
}

/** All lines as one sound. */
function soundOf(spoken: readonly Spoken[], seconds: number): Float32Array {
  const sound = new Float32Array(Math.round(seconds * rate));
  for (const { samples, startMs } of spoken) sound.set(samples, Math.round((startMs * rate) / 1000));
  return sound;
}

const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / Math.max(1, samples.length));

/** Who is seen how at a frame: a mouth as wide as the sound is loud; every second line in close-up. */
function poseAt(frame: number, spoken: readonly Spoken[], sound: Float32Array): Pose {
  const now = (frame * 1000) / fps;
  const index = spoken.findIndex(({ startMs, endMs }) => now >= startMs && now < endMs);
  const line = spoken[index];
  const volume = rms(sound.subarray(Math.round((now * rate) / 1000), Math.round(((now + 1000 / fps) * rate) / 1000)));
  const mouth = loud.filter((level) => volume >= level).length;
  return {
    mouths: [0, 1].map((role) => (line?.role === role ? mouth : 0)),
    blinks: blinkEvery.map((every, role) => (frame + role * 31) % every < blinkFrames),
    closeUp: line !== undefined && index % 2 === 1 ? line.role : null,
  };
}

/** Frames as raw pictures; the few poses that there are are drawn once. */
async function draw(scene: Scene, poses: readonly Pose[]): Promise<Buffer> {
  const drawn = new Map<string, Buffer>();
  const frames: Buffer[] = [];
  for (const pose of poses) {
    const key = JSON.stringify(pose);
    const svg = drawn.has(key) ? undefined : Buffer.from(drawScene(scene, pose));
    if (svg) drawn.set(key, await sharp(svg).resize(size).removeAlpha().raw().toBuffer());
    frames.push(drawn.get(key) ?? Buffer.alloc(0));
  }
  return Buffer.concat(frames);
}

async function build(scene: Scene, work: string): Promise<void> {
  const { spoken, seconds } = speak(scene, work);
  const sound = soundOf(spoken, seconds);
  const poses = Array.from({ length: Math.round(seconds * fps) }, (_, frame) => poseAt(frame, spoken, sound));
  const out = join(folder, scene.id);
  mkdirSync(out, { recursive: true });
  const pcm = join(work, 'sound.f32');
  writeFileSync(pcm, Buffer.from(sound.buffer));
  const raw =
    `-f rawvideo -pix_fmt rgb24 -s ${size.width}x${size.height} -r ${fps} -i - -f f32le -ar ${rate} -ac 1 -i`.split(
      ' ',
    );
  const video =
    '-c:v libx264 -preset slow -crf 24 -pix_fmt yuv420p -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709';
  const filters = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-af', 'volume=-3dB'];
  const audio = '-c:a aac -b:a 64k -ar 48000 -ac 1 -threads 1 -map_metadata -1 -fflags +bitexact -movflags +faststart';
  const coded = [...video.split(' '), ...filters, ...audio.split(' '), join(out, 'clip.mp4')];
  ffmpeg([...raw, pcm, ...coded], await draw(scene, poses));
  writeFileSync(join(out, 'subtitle.srt'), writeSrt(spoken));
  writeFileSync(
    join(out, 'clip.json'),
    `${JSON.stringify({ name: scene.name, roles: scene.roles.map(({ name }) => name) }, null, 2)}\n`,
  );
  for (const [i, role] of scene.roles.entries())
    await sharp(Buffer.from(drawRole(scene, role)))
      .jpeg({ quality: 86 })
      .toFile(join(out, `role-${i + 1}.jpg`));
  dub(scene, out, work);
  console.log(
    `${scene.id}: ${seconds.toFixed(1)} s, ${spoken.length} lines, ${statSync(join(out, 'clip.mp4')).size} bytes`,
  );
}

const wanted = process.argv.slice(2);
for (const name of readdirSync(join(folder, 'src')).toSorted()) {
  const scene = SceneSchema.parse(JSON.parse(readFileSync(join(folder, 'src', name), 'utf8')));
  if (wanted.length > 0 && !wanted.includes(scene.id)) continue;
  const work = mkdtempSync(join(tmpdir(), 'clips-'));
  try {
    await build(scene, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
