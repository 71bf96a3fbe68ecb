import { checkDrift } from './check-drift.js';
import type { Job } from './job.js';
import { provisionGroups } from './provision-groups.js';
import { provisionManagers } from './provision-managers.js';
import { provisionUsers } from './provision-users.js';
import { removeDeparted } from './remove-departed.js';
import { testConnection } from './test-connection.js';

/**
 * One cycle: the connection is tested; who is gone is deleted; who is pending is matched, created or changed, their managers in a
 * second pass; then the groups. What failed stays pending. At the end everything is read back.
 */
export async function runCycle(job: Job): Promise<void> {
  await testConnection(job);
  const before = new Map(job.links.users);
  await removeDeparted(job);
  const people = job.directory.people.filter(({ objectId }) => isPending(job, objectId));
  await provisionUsers(job, people);
  await provisionManagers(job, people);
  await provisionGroups(job);
  job.links.pending.clear();
  for (const objectId of job.failed) job.links.pending.add(objectId);
  await checkDrift(job, deletedSince(before, job));
}

/** Whoever has no link is looked for: in the initial cycle that is everybody. */
function isPending({ links }: Job, objectId: string): boolean {
  return links.pending.has(objectId) || !links.users.has(objectId);
}

function deletedSince(before: ReadonlyMap<string, string>, { links, directory, dialect }: Job): readonly string[] {
  if (!dialect.deletesUsers) return [];
  const present = new Set(directory.people.map(({ objectId }) => objectId));
  return [...before].flatMap(([objectId, id]) => (present.has(objectId) || links.users.has(objectId) ? [] : [id]));
}
