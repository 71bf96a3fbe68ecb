import { expectStatus } from '../scim/answer.js';
import { forEach, type Job } from './job.js';

const DELETED = { action: 'Delete', status: 'Success', reason: 'No longer in the directory' } as const;

/** Deletes what is linked but no longer in the directory. That it is not there any more is as good as a deletion. */
export async function removeDeparted(job: Job): Promise<void> {
  await removeUsers(job);
  await removeGroups(job);
}

async function removeUsers(job: Job): Promise<void> {
  const present = new Set(job.directory.people.map(({ objectId }) => objectId));
  const departed = [...job.links.users].filter(([objectId]) => !present.has(objectId));
  await forEach(job, {
    phase: 'Departures',
    type: 'User',
    objects: departed.map(([objectId, id]) => ({ objectId, id })),
    nameOf: ({ objectId }) => job.formerNames.get(objectId) ?? objectId,
    work: async ({ objectId, id }) => {
      if (!job.dialect.deletesUsers) {
        job.links.users.delete(objectId);
        return { action: 'Delete', status: 'Skipped', reason: `${job.dialect.title} deletes no users` };
      }
      expectStatus(await job.client.send({ method: 'DELETE', path: `/Users/${id}` }), 204, 404);
      job.links.removeUser(objectId);
      return DELETED;
    },
  });
}

async function removeGroups(job: Job): Promise<void> {
  const present = new Set(job.directory.groups.map(({ objectId }) => objectId));
  const departed = [...job.links.groups].filter(([objectId]) => !present.has(objectId));
  await forEach(job, {
    phase: 'Dissolved groups',
    type: 'Group',
    objects: departed.map(([objectId, { id }]) => ({ objectId, id })),
    nameOf: ({ objectId }) => job.formerNames.get(objectId) ?? objectId,
    work: async ({ objectId, id }) => {
      expectStatus(await job.client.send({ method: 'DELETE', path: `/Groups/${id}` }), 204, 404);
      job.links.groups.delete(objectId);
      return DELETED;
    },
  });
}
