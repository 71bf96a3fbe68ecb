import { SingleBar } from 'cli-progress';

/** How far the benchmark is. */
export interface Progress {
  /** What is being done now. */
  say(what: string): void;
  /** A step of those that were announced is done. */
  step(): void;
  end(): void;
}

const WIDEST = 44;

/** A bar on the standard error of a terminal; elsewhere nothing, so that the standard output stays the report's. */
export function showProgress(steps: number): Progress {
  const bar = new SingleBar({
    format: '{what} {bar} {value}/{total}  {duration_formatted}',
    stream: process.stderr,
    barsize: 30,
    hideCursor: true,
  });
  bar.start(steps, 0, { what: ''.padEnd(WIDEST) });
  return {
    say: (what) => bar.update({ what: what.slice(0, WIDEST).padEnd(WIDEST) }),
    step: () => bar.increment(),
    end: () => bar.stop(),
  };
}
