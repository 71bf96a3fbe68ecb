import { SingleBar } from 'cli-progress';
import type { Progress } from '../engine/progress.js';

const FORMAT = '{phase} {bar} {value}/{total}  {rate} a second';
const PHASE_WIDTH = 16;

/** A bar a phase on the standard error of a terminal; elsewhere nothing, so that the standard output stays the report's. */
export function showBars(): Progress {
  let bar = new SingleBar({});
  let started = 0;
  let done = 0;
  const rate = () => (done / ((performance.now() - started) / 1000)).toFixed(0);
  return {
    begin: (phase, total) => {
      started = performance.now();
      done = 0;
      bar = new SingleBar({ format: FORMAT, stream: process.stderr, barsize: 30 });
      bar.start(total, 0, { phase: phase.padEnd(PHASE_WIDTH), rate: '0' });
    },
    advance: () => {
      done += 1;
      bar.update(done, { rate: rate() });
    },
    end: () => bar.stop(),
  };
}
