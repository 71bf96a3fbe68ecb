import type { Person } from '../directory/directory.js';
import { expectStatus } from '../scim/answer.js';
import { type JsonObject, objectsIn, textIn } from '../scim/json.js';
import { driftOfGroup, driftOfManager, driftOfUser } from './drift.js';
import { forEach, type Job } from './job.js';
import type { Drift } from './provisioning-log.js';

const PAGE = 100;

/**
 * Reads back everything that was pushed, and notes what is not as it was sent. No client does this; it is what the simulator is
 * for. What the service refused in this cycle is left out: the log has it as a failure.
 */
export async function checkDrift(job: Job, deleted: readonly string[]): Promise<void> {
  const users = await readUsers(job);
  for (const drift of driftOfUsers(job, users, deleted)) job.log.drifted(drift);
  await forEach(job, {
    phase: 'Check of groups',
    type: 'Group',
    objects: job.directory.groups.filter(({ objectId }) => !job.failed.has(objectId)),
    nameOf: ({ displayName }) => displayName,
    work: async (group) => {
      const link = job.links.groups.get(group.objectId);
      if (!link) return undefined;
      const { body } = expectStatus(await job.client.send({ method: 'GET', path: `/Groups/${link.id}` }), 200);
      driftOfGroup(group, link, body).forEach((drift) => job.log.drifted(drift));
      return undefined;
    },
  });
}

/** All users of the connection, page by page, by their `id`. */
async function readUsers({ client, progress }: Job): Promise<ReadonlyMap<string, JsonObject>> {
  const users = new Map<string, JsonObject>();
  for (let startIndex = 1, total = 1; startIndex <= total; startIndex += PAGE) {
    const query = `startIndex=${startIndex}&count=${PAGE}`;
    const { body } = expectStatus(await client.send({ method: 'GET', path: '/Users', query }), 200);
    total = Number(body.totalResults);
    if (startIndex === 1) progress.begin('Check of users', Math.ceil(total / PAGE));
    for (const user of objectsIn(body.Resources)) users.set(textIn(user.id), user);
    progress.advance();
  }
  progress.end();
  return users;
}

function driftOfUsers(job: Job, users: ReadonlyMap<string, JsonObject>, deleted: readonly string[]): readonly Drift[] {
  const provisioned = job.directory.people.filter(
    ({ objectId }) => job.links.users.has(objectId) && !job.failed.has(objectId),
  );
  const undead = deleted.filter((id) => users.has(id));
  return [
    ...provisioned.flatMap((person) => driftOf(job, person, users.get(job.links.users.get(person.objectId) ?? ''))),
    ...undead.map((id): Drift => ({ type: 'User', name: id, path: 'id', sent: 'DELETE', returned: 'still there' })),
  ];
}

function driftOf(job: Job, person: Person, user: JsonObject | undefined): readonly Drift[] {
  if (user) return [...driftOfUser(job, person, user), ...driftOfManager(job, person, user)];
  return [{ type: 'User', name: person.userName, path: 'id', sent: 'the user', returned: 'nothing' }];
}
