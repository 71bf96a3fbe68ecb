import type { Drift, LogEntry } from '../engine/provisioning-log.js';
import type { CycleReport, Report } from './report.js';
import { table } from './table.js';

/** Of each kind of trouble so many lines are shown; `--json` has all. */
const SHOWN = 20;

/** The report as text: each cycle, what was done as Entra's provisioning log sums it up, all that failed, and the verdict. */
export function describeReport(report: Report): string {
  const failures = report.log.filter(({ status }) => status === 'Failure');
  return [
    `${report.client} (simulated) to ${report.url}`,
    table(['cycle', 'requests', 'seconds', 'a second', 'what had happened before'], report.cycles.map(cycleRow)),
    table(['object', 'action', 'status', 'reason', 'count'], summary(report.log)),
    ...(failures.length > 0 ? [table(['failed', 'reason'], shown(failures.map(failureRow)))] : []),
    ...(report.drift.length > 0
      ? [table(['altered', 'attribute', 'sent', 'returned'], shown(report.drift.map(driftRow)))]
      : []),
    verdict(report, failures.length),
  ].join('\n\n');
}

function cycleRow({ kind, number, happened, requests, seconds }: CycleReport): readonly string[] {
  const story = Object.entries(happened).map(([what, count]) => `${count} ${what}`);
  const name = number === 0 ? kind : `${number} ${kind}`;
  return [name, String(requests), seconds.toFixed(1), (requests / seconds).toFixed(0), story.join(', ') || '–'];
}

/** Reasons that name attributes or numbers are summed up: who wants each row asks for JSON. */
function summary(log: readonly LogEntry[]): readonly (readonly string[])[] {
  const counts = new Map<string, { readonly row: readonly string[]; count: number }>();
  for (const { type, action, status, reason } of log) {
    const row = [type, action, status, briefly(type, action, reason)];
    const entry = counts.get(row.join('\n')) ?? { row, count: 0 };
    entry.count += 1;
    counts.set(row.join('\n'), entry);
  }
  const rows = [...counts.values()].map(({ row, count }) => [...row, String(count)]);
  return rows.sort((one, other) => one.join().localeCompare(other.join()));
}

function briefly(type: LogEntry['type'], action: LogEntry['action'], reason: string): string {
  if (action === 'Other') return reason.slice(0, reason.indexOf(':'));
  if (type === 'Group' && action !== 'Delete') return 'name or members';
  if (reason === 'manager' || /^[A-Z]/.test(reason)) return reason;
  return 'attributes differ';
}

function failureRow({ type, name, reason }: LogEntry): readonly string[] {
  return [`${type} ${name}`, reason];
}

function driftRow({ type, name, path, sent, returned }: Drift): readonly string[] {
  return [`${type} ${name}`, path, JSON.stringify(sent) ?? 'nothing', JSON.stringify(returned) ?? 'nothing'];
}

function shown(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (rows.length <= SHOWN) return rows;
  return [...rows.slice(0, SHOWN), [`and ${rows.length - SHOWN} more`]];
}

function verdict({ ok, people, groups, drift, requests, waits, seconds }: Report, failures: number): string {
  const patience = waits > 0 ? `, ${waits} of them answered with a wait` : '';
  const work = `${requests} requests in ${seconds.toFixed(1)} s${patience}.`;
  return ok
    ? `Nothing failed, and nothing came back altered. The directory has ${people} people and ${groups} groups. ${work}`
    : `NOT GREEN: ${failures} failed, ${drift.length} values came back altered. ${work}`;
}
