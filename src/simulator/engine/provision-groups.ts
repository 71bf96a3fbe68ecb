import type { MemberChange } from '../dialect/dialect.js';
import type { Group } from '../directory/directory.js';
import { expectStatus, idOf } from '../scim/answer.js';
import { objectsIn, textIn } from '../scim/json.js';
import { findFirst } from './find-first.js';
import { forEach, type Job } from './job.js';
import type { GroupLink } from './links.js';

/** Brings groups into the service, then their names and members up to date. Members without a link wait for it. */
export function provisionGroups(job: Job): Promise<void> {
  return forEach(job, {
    phase: 'Groups',
    type: 'Group',
    objects: job.directory.groups.filter((group) => isDue(job, group)),
    nameOf: ({ displayName }) => displayName,
    work: (group) => provision(job, group),
  });
}

function isDue(job: Job, group: Group): boolean {
  const link = job.links.groups.get(group.objectId);
  if (!link || job.links.pending.has(group.objectId)) return true;
  const { joining, leaving } = memberChange(job, group, link);
  return joining.length + leaving.length > 0;
}

async function provision(job: Job, group: Group) {
  const found = (await present(job, group)) ?? (await matched(job, group));
  const link = found?.link ?? (await created(job, group));
  job.links.groups.set(group.objectId, link);
  const renamed = found !== undefined && found.displayName !== group.displayName;
  if (renamed) expectStatus(await job.client.send(job.dialect.renameGroup(link.id, group)), 200, 204);
  const change = memberChange(job, group, link);
  await changeMembers(job, group, link, change);
  const reason = `${change.joining.length} joined, ${change.leaving.length} left${renamed ? ', displayName' : ''}`;
  return { action: found ? 'Update' : 'Create', status: 'Success', reason } as const;
}

interface FoundGroup {
  readonly link: GroupLink;
  readonly displayName: string;
}

/** The group by its link, as long as that leads somewhere. */
async function present(job: Job, { objectId }: Group): Promise<FoundGroup | undefined> {
  const link = job.links.groups.get(objectId);
  if (!link) return undefined;
  const { status, body } = expectStatus(await job.client.send(job.dialect.readGroup(link.id)), 200, 404);
  if (status === 200) return { link, displayName: textIn(body.displayName) };
  job.links.groups.delete(objectId);
  return undefined;
}

/** A group that is there already: whoever is in it is read this once, so that those who are not to be in it are removed. */
async function matched(job: Job, group: Group): Promise<FoundGroup | undefined> {
  const found = await findFirst(job.client, job.dialect.findGroup(group));
  if (!found) return undefined;
  const id = textIn(found.id);
  const { body } = expectStatus(await job.client.send({ method: 'GET', path: `/Groups/${id}` }), 200);
  const members = objectsIn(body.members).map(({ value }) => textIn(value));
  return { link: { id, members }, displayName: textIn(body.displayName) };
}

async function created(job: Job, group: Group): Promise<GroupLink> {
  return { id: idOf(expectStatus(await job.client.send(job.dialect.createGroup(group)), 201)), members: [] };
}

function memberChange({ links }: Job, group: Group, { members }: GroupLink): MemberChange {
  const wanted = new Set(links.idsOf(group.members));
  const present = new Set(members);
  return {
    joining: [...wanted].filter((id) => !present.has(id)),
    leaving: members.filter((id) => !wanted.has(id)),
  };
}

/** All at once, as Entra does it: the service has to keep them apart. */
async function changeMembers(job: Job, group: Group, link: GroupLink, change: MemberChange): Promise<void> {
  if (change.joining.length + change.leaving.length === 0) return;
  const requests = job.dialect.changeMembers(link.id, group, change);
  const answers = await Promise.all(requests.map((request) => job.client.send(request)));
  answers.forEach((answer) => expectStatus(answer, 200, 204));
  const leaving = new Set(change.leaving);
  const members = [...link.members.filter((id) => !leaving.has(id)), ...change.joining];
  job.links.groups.set(group.objectId, { id: link.id, members });
}
