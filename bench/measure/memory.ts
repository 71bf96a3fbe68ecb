import { readFileSync } from 'node:fs';

/** Resident memory of a process, in megabytes. */
export interface Memory {
  readonly now: number;
  /** The most there ever was. */
  readonly most: number;
}

/** Undefined where there is no `/proc`. */
export function memoryOf(pid: number): Memory | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { now: megabytes(status, 'VmRSS'), most: megabytes(status, 'VmHWM') };
}

function megabytes(status: string, name: string): number {
  const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
  return Number(kilobytes) / 1024;
}
