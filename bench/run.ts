import { writeFile } from 'node:fs/promises';
import { readOptions } from './command-line.js';
import { measure, type Plan, stepsOf } from './measure/measure.js';
import type { Options } from './options.js';
import { planOf } from './plan.js';
import { describeResults } from './report/describe-results.js';
import { failedRequests } from './report/failed-requests.js';
import { showProgress } from './report/progress.js';
import type { Results } from './report/results.js';
import { Closing, startStage } from './stage/stage.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the benchmark: 0 when every request was answered as it should be, 1 when one was not, 2 when it could not run. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  try {
    const results = await measureAll(planOf(options), options);
    process.stdout.write(`${describeResults(results)}\n`);
    await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
    return failedRequests(results) === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function measureAll(plan: Plan, options: Options): Promise<Results> {
  const progress = showProgress(stepsOf(plan, options));
  const closing = new Closing();
  endOnSignal(closing);
  try {
    progress.say('starting');
    return await measure(await startStage(options.named, closing), plan, options, progress);
  } finally {
    progress.end();
    await closing.end();
  }
}

/** Whatever was started is stopped, and the folder of the database removed. */
function endOnSignal(closing: Closing): void {
  const end = () => void closing.end().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, end);
}
