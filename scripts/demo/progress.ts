const width = 30;

/** Draws `[█████░░░░░]  42 % text` over itself on a terminal; elsewhere a line for each new text. */
export function progressBar(): { draw(percent: number, text: string): void; end(): void } {
  let last = '';
  return {
    draw(percent, text) {
      const filled = Math.round((percent / 100) * width);
      const bar = `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}] ${String(Math.round(percent)).padStart(3)} % ${text}`;
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${bar}`);
      else if (text !== last) console.log(bar);
      last = text;
    },
    end() {
      if (process.stdout.isTTY) process.stdout.write('\n');
    },
  };
}
