import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of processor time. */
export interface ProcessorTime {
  readonly server: number;
  /** Of the sessions, and of what PostgreSQL does beside them. */
  readonly postgres: number;
  readonly load: number;
}

/** Whose time is read. */
export interface Watched {
  readonly server: number;
  /** The first process of PostgreSQL, whose children the sessions are. */
  readonly postmaster: number;
  readonly load: number;
  /** The other side's database: its sessions are left out. */
  readonly otherDatabase: string;
}

/** Linux counts in hundredths of a second (USER_HZ), on every machine that Node runs on. */
const TICK_MS = 10;

/**
 * Begins to watch, and gives the time spent since then; undefined where there is no `/proc`. Of processes that have ended in
 * between nothing is known: sessions stay, so that is the odd worker of autovacuum.
 */
export function watchProcessors(watched: Watched): () => ProcessorTime | undefined {
  const before = read(watched);
  return () => {
    const after = read(watched);
    if (!before || !after) return undefined;
    const postgres = [...after.postgres].map(([pid, time]) => time - (before.postgres.get(pid) ?? 0));
    return {
      server: after.server - before.server,
      postgres: postgres.reduce((sum, time) => sum + time, 0),
      load: after.load - before.load,
    };
  };
}

function read({ server, postmaster, load, otherDatabase }: Watched) {
  const processes = processesNow();
  if (!processes) return undefined;
  const isWatched = (pid: number) => pid === postmaster || !titleOf(pid).includes(` ${otherDatabase} `);
  const postgres = [...processes].filter(
    ([pid, { parent }]) => (pid === postmaster || parent === postmaster) && isWatched(pid),
  );
  return {
    server: processes.get(server)?.time ?? 0,
    load: processes.get(load)?.time ?? 0,
    postgres: new Map(postgres.map(([pid, { time }]) => [pid, time])),
  };
}

interface Process {
  readonly parent: number;
  readonly time: number;
}

function processesNow(): ReadonlyMap<number, Process> | undefined {
  if (process.platform !== 'linux') return undefined;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.map(Number).flatMap((pid) => processOf(pid)));
}

/** Nothing where it has just ended. */
function processOf(pid: number): [number, Process][] {
  const text = textOf(`/proc/${pid}/stat`);
  // The name of the program stands in parentheses and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [, parent] = fields;
  const [user, system] = fields.slice(11, 13);
  return text === '' ? [] : [[pid, { parent: Number(parent), time: (Number(user) + Number(system)) * TICK_MS }]];
}

/** PostgreSQL writes there whom a session belongs to: `postgres: user database address state`. */
function titleOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
