/** One line a step, with the time it took; while a step runs, a terminal sees what it is at. */
import type { WriteStream } from 'node:tty';

/** Says how far a step is, such as "1,200 of 3,000 events". */
export type Report = (state: string) => void;

const REDRAW_MS = 200;
const REMIND_MS = 10_000;

/** Runs `work` under `label`. `done` may say more than the label once the outcome is known. */
export async function step<T>(
  label: string,
  work: (report: Report) => Promise<T>,
  done: (outcome: T) => string = () => label,
): Promise<T> {
  const startedAt = Date.now();
  const line = new Line(process.stdout, label, startedAt);
  try {
    const outcome = await work((state) => line.report(state));
    line.end(`  ✓ ${done(outcome)}  ${elapsed(startedAt)}`);
    return outcome;
  } catch (error) {
    line.end(`  ✗ ${label}  ${elapsed(startedAt)}`);
    throw error;
  }
}

function elapsed(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** A terminal's line is drawn over and over; anywhere else, where a line once written stays, one is added now and then. */
class Line {
  readonly #timer: NodeJS.Timeout;
  #state = '';

  constructor(
    private readonly out: WriteStream,
    private readonly label: string,
    private readonly startedAt: number,
  ) {
    this.#timer = setInterval(() => this.#draw(), out.isTTY ? REDRAW_MS : REMIND_MS);
    if (out.isTTY) this.#draw();
  }

  report(state: string): void {
    this.#state = `: ${state}`;
  }

  end(text: string): void {
    clearInterval(this.#timer);
    this.out.write(this.out.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`);
  }

  #draw(): void {
    const text = `  … ${this.label}${this.#state}  ${elapsed(this.startedAt)}`;
    this.out.write(this.out.isTTY ? `\r\x1b[K${text.slice(0, this.out.columns - 1)}` : `${text}\n`);
  }
}
