/** Tells how a long step goes on; the text replaces the one before. */
export type Say = (progress: string) => void;

const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const quietFor = 10_000; // ms between progress lines where no terminal can redraw one

export const seconds = (ms: number): string =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** Prints a line above what a step is drawing. */
export const print = (line: string): void =>
  void process.stdout.write(process.stdout.isTTY ? `\r\u001B[K${line}\n` : `${line}\n`);

function terminal(title: string, started: number) {
  let progress = '';
  let frame = 0;
  const draw = () => {
    const text = `${frames[frame++ % frames.length]} ${title}${progress && ` · ${progress}`} (${seconds(Date.now() - started)})`;
    process.stdout.write(`\r\u001B[K${text.slice(0, (process.stdout.columns || 80) - 1)}`);
  };
  const timer = setInterval(draw, 100);
  return {
    say: (text: string) => void (progress = text),
    end(line: string) {
      clearInterval(timer);
      print(line);
    },
  };
}

function plain(title: string) {
  let said = Date.now();
  return {
    say(text: string) {
      if (Date.now() - said < quietFor) return;
      said = Date.now();
      process.stdout.write(`… ${title} · ${text}\n`);
    },
    end: print,
  };
}

/** Runs one step of the set-up and prints what it did and how long it took. `name` words the outcome. */
export async function step<T>(
  title: string,
  work: (say: Say) => Promise<T>,
  name: (outcome: T) => string = () => title,
): Promise<T> {
  const started = Date.now();
  const line = process.stdout.isTTY ? terminal(title, started) : plain(title);
  try {
    const outcome = await work(line.say);
    line.end(`✓ ${name(outcome)} (${seconds(Date.now() - started)})`);
    return outcome;
  } catch (error) {
    line.end(`✗ ${title} (${seconds(Date.now() - started)})`);
    throw error;
  }
}
