import { difference } from '../dialect/mapping.js';
import { MANAGER } from '../dialect/attribute.js';
import type { Person } from '../directory/directory.js';
import { expectStatus } from '../scim/answer.js';
import { forEach, type Job } from './job.js';

/** The second pass: who reports to whom can be said once both have an `id`. Who has no manager is left as they are. */
export async function provisionManagers(job: Job, people: readonly Person[]): Promise<void> {
  if (!job.dialect.managers) return;
  const reporting = people.filter(({ objectId, manager = '' }) => isLinked(job, objectId) && isLinked(job, manager));
  await forEach(job, {
    phase: 'Managers',
    type: 'User',
    objects: reporting,
    nameOf: ({ userName }) => userName,
    work: async (person) => {
      const id = job.links.users.get(person.objectId) ?? '';
      const managerId = job.links.users.get(person.manager ?? '') ?? '';
      const { body } = expectStatus(await job.client.send({ method: 'GET', path: `/Users/${id}` }), 200);
      if (difference(MANAGER, managerId, body).length === 0) return undefined;
      for (const request of job.dialect.updateManager(id, managerId, body)) {
        expectStatus(await job.client.send(request), 200, 204);
      }
      return { action: 'Update', status: 'Success', reason: 'manager' };
    },
  });
}

function isLinked({ links, failed }: Job, objectId: string): boolean {
  return links.users.has(objectId) && !failed.has(objectId);
}
