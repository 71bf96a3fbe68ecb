import type { Person } from '../directory/directory.js';
import type { Job } from './job.js';
import { provisionManagers } from './provision-managers.js';
import { provisionUsers } from './provision-users.js';
import { testConnection } from './test-connection.js';

/** "Provision on demand": one person, now, and matched anew. Nothing is deleted, and groups are left alone. */
export async function provisionOnDemand(job: Job, person: Person): Promise<void> {
  await testConnection(job);
  job.links.users.delete(person.objectId);
  await provisionUsers(job, [person]);
  await provisionManagers(job, [person]);
  if (!job.failed.has(person.objectId)) job.links.pending.delete(person.objectId);
}
