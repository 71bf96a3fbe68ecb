import { differences } from '../dialect/mapping.js';
import type { Person } from '../directory/directory.js';
import { expectStatus, idOf } from '../scim/answer.js';
import { type JsonObject, textIn } from '../scim/json.js';
import { driftOfUser } from './drift.js';
import { findFirst } from './find-first.js';
import { forEach, type Job } from './job.js';

/** Brings these people into the service: those with a link by their `id`, the others by looking for them first. */
export function provisionUsers(job: Job, people: readonly Person[]): Promise<void> {
  return forEach(job, {
    phase: 'Users',
    type: 'User',
    objects: people,
    nameOf: ({ userName }) => userName,
    work: async (person) => {
      const found = (await linked(job, person)) ?? (await matched(job, person));
      return found ? update(job, person, found) : create(job, person);
    },
  });
}

/** A link that leads nowhere is dropped, and the person looked for again. */
async function linked(job: Job, { objectId }: Person): Promise<JsonObject | undefined> {
  const id = job.links.users.get(objectId);
  if (id === undefined) return undefined;
  const answer = expectStatus(await job.client.send({ method: 'GET', path: `/Users/${id}` }), 200, 404);
  if (answer.status === 200) return answer.body;
  job.links.users.delete(objectId);
  return undefined;
}

async function matched(job: Job, person: Person): Promise<JsonObject | undefined> {
  const found = await findFirst(job.client, job.dialect.findUser(person));
  if (found) job.links.users.set(person.objectId, textIn(found.id));
  return found;
}

async function create(job: Job, person: Person) {
  if (!person.enabled)
    return { action: 'Create', status: 'Skipped', reason: 'Disabled before it was created' } as const;
  const answer = expectStatus(await job.client.send(job.dialect.createUser(person)), 201);
  job.links.users.set(person.objectId, idOf(answer));
  echoed(job, person, answer.body);
  return { action: 'Create', status: 'Success', reason: 'New in the directory' } as const;
}

async function update(job: Job, person: Person, found: JsonObject) {
  const paths = differences(person, job.dialect.externalIdOf(person), found).map(({ attribute }) => attribute.path);
  for (const request of job.dialect.updateUser(person, found)) {
    const answer = expectStatus(await job.client.send(request), 200, 204);
    if (answer.status === 200 && request.method === 'PATCH') echoed(job, person, answer.body);
  }
  if (paths.length === 0)
    return { action: 'Update', status: 'Skipped', reason: 'Already as in the directory' } as const;
  const action = paths.includes('active') && !person.enabled ? 'Disable' : 'Update';
  return { action, status: 'Success', reason: paths.join(', ') } as const;
}

function echoed(job: Job, person: Person, resource: JsonObject): void {
  driftOfUser(job, person, resource).forEach((drift) => job.log.drifted(drift));
}
