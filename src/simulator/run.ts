import { join, resolve } from 'node:path';
import { CannotRun } from './cannot-run.js';
import { type Arguments, commandLine } from './command-line.js';
import { DIALECTS, familyOf } from './dialect/dialects.js';
import { SILENT } from './engine/progress.js';
import { testConnection } from './engine/test-connection.js';
import { showBars } from './report/bars.js';
import { describeReport } from './report/describe-report.js';
import { type Connection, ScimClient } from './scim/scim-client.js';
import { simulate } from './simulate.js';
import { findConnection, keepConnection } from './state/find-connection.js';
import { readPrivateFile, writePrivateFile } from './state/private-file.js';
import { connectedTo, newState, parseState, type State } from './state/state.js';

const DIFFERS = 1;
const CANNOT_RUN = 2;

/** Runs the simulator: 0 when everything is as it was sent, 1 when it is not, 2 when it could not run. */
export async function run(argv: readonly string[]): Promise<number> {
  const args: Arguments = commandLine().parse(argv).opts<Arguments>();
  try {
    const connection = await connect(args);
    const path = stateFileOf(args);
    const state = await stateAt(path, args, connection.url);
    const progress = args.json ? SILENT : showBars();
    const audience = { progress, keep: (reached: State) => writePrivateFile(path, reached) };
    const report = await simulate({ ...args, connection }, state, audience);
    process.stdout.write(`${args.json ? JSON.stringify(report, null, 2) : describeReport(report)}\n`);
    return report.ok ? 0 : DIFFERS;
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    return CANNOT_RUN;
  }
}

/** A connection is tried before anything is kept. */
async function connect(args: Arguments): Promise<Connection> {
  const connection = await findConnection(args, dataDir());
  const dialect = DIALECTS[args.dialect];
  await testConnection({ dialect, client: new ScimClient(connection, dialect.query) });
  await keepConnection(connection, dataDir());
  return connection;
}

/** The pretend directory of the last run, or a new one. */
async function stateAt(path: string, args: Arguments, url: string): Promise<State> {
  const family = familyOf(args.dialect);
  const kept = await readState(path);
  if (!kept) return newState(family, url, args);
  if (kept.family !== family)
    throw new CannotRun(`${path} keeps the directory of ${kept.family}: give another --state.`);
  return connectedTo(kept, url);
}

async function readState(path: string): Promise<State | undefined> {
  const value = await readPrivateFile(path);
  const state = parseState(value);
  if (value !== undefined && !state) throw new CannotRun(`${path} keeps no pretend directory: give another --state.`);
  return state;
}

/** One a company, so that two can be pushed in turn. */
function stateFileOf({ state, dialect }: Arguments): string {
  return resolve(state ?? join(dataDir(), `simulator-${familyOf(dialect)}.json`));
}

function dataDir(): string {
  return process.env.DATA_DIR || './data';
}

function describe(error: unknown): string {
  if (error instanceof CannotRun) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
