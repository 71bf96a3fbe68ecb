import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Duty } from './duty.js';

const told: string[] = [];

beforeEach(() => {
  told.length = 0;
  Logger.overrideLogger({
    log: () => {},
    error: () => {},
    warn: (message: unknown) => void told.push(String(message)),
  });
});

afterEach(() => Logger.overrideLogger(true));

/** A duty of which each run ends as told; the runs that were made. */
function aDuty(...outcomes: readonly (Error | undefined)[]) {
  const runs: number[] = [];
  const duty = new Duty('dusting', '* * * * * *', () => {
    runs.push(runs.length);
    const outcome = outcomes[runs.length - 1];
    if (outcome) throw outcome;
  });
  return { duty, runs };
}

const FORBIDDEN = Object.assign(new Error('permission denied'), { code: '42501' });

describe('a duty', () => {
  it('tells what goes wrong once, until it goes right again', async () => {
    const away = new Error('the database has gone');
    const { duty, runs } = aDuty(away, away, undefined, away, new Error('full'));
    for (let n = 0; n < 5; n += 1) await duty.fulfil();
    expect(runs).toHaveLength(5);
    expect(told).toEqual([
      'Maintenance, dusting: Error: the database has gone',
      'Maintenance, dusting: Error: the database has gone',
      'Maintenance, dusting: Error: full',
    ]);
  });

  it.each([
    { name: 'pg’s', error: FORBIDDEN },
    { name: 'TypeORM’s', error: Object.assign(new Error('permission denied'), { driverError: FORBIDDEN }) },
  ])('is left off when it is forbidden, in $name words', async ({ error }) => {
    const { duty, runs } = aDuty(error);
    for (let n = 0; n < 3; n += 1) await duty.fulfil();
    expect(runs).toHaveLength(1);
    expect(told).toEqual(['Maintenance, dusting: Error: permission denied It is left off.']);
  });
});
