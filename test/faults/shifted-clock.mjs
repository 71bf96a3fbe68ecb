/**
 * Loaded before a server (`node --import`): its clock goes wrong by as many milliseconds as the file that CLOCK_SHIFT_FILE names says. The
 * monotonic clock goes on, as it does where the clock of a machine is set.
 */
import { readFileSync } from 'node:fs';

const RealDate = Date;
const now = RealDate.now;

function shift() {
  return Number(readFileSync(process.env.CLOCK_SHIFT_FILE, 'utf8'));
}

globalThis.Date = class Date extends RealDate {
  constructor(...values) {
    super(...(values.length === 0 ? [now() + shift()] : values));
  }

  static now() {
    return now() + shift();
  }
};
