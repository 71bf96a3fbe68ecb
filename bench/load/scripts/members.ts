import { randomUUID } from 'node:crypto';
import type { Population } from '../population.js';
import { addMembers, createGroup, removeMembers } from '../requests.js';
import type { Script } from './script.js';
import { idIn } from './users.js';

/** Of one PATCH while a group is filled beforehand. */
const AT_ONCE = 1_000;
/** Of one PATCH of the workload. */
const MEMBERS = 100;

/** Adds one member to a group that has `size` already, and removes it again. */
export function oneMember(size: number): Script {
  return async (population) => {
    const { client, people } = population;
    const groupId = await groupOf(population, size);
    const others = people.slice(size);
    let turn = 0;
    return async () => {
      const ids = others.slice(turn, turn + 1).map(({ id }) => id);
      turn = (turn + 1) % others.length;
      await client.send(addMembers(groupId, ids));
      await client.send(removeMembers(groupId, ids));
    };
  };
}

/** Fills groups, a hundred members a PATCH: one after the other gets all the people there are. */
export const fill: Script = async (population) => {
  const { client, people } = population;
  const goes = Math.max(1, Math.floor(people.length / MEMBERS));
  // A promise, so that whoever comes while the next group is being made waits for that one.
  let group = Promise.resolve(await newGroup(population));
  let turn = 0;
  return async () => {
    const go = turn % goes;
    if (go === 0 && turn > 0) group = newGroup(population);
    turn += 1;
    const ids = people.slice(go * MEMBERS, (go + 1) * MEMBERS).map(({ id }) => id);
    await client.send(addMembers(await group, ids));
  };
};

/** A group of so many is filled once, and stays. */
async function groupOf(population: Population, size: number): Promise<string> {
  const known = population.groups.get(size);
  if (known !== undefined) return known;
  const id = await newGroup(population);
  for (let from = 0; from < size; from += AT_ONCE) {
    const members = population.people.slice(from, Math.min(from + AT_ONCE, size));
    const ids = members.map((member) => member.id);
    await population.client.send(addMembers(id, ids));
  }
  population.groups.set(size, id);
  return id;
}

async function newGroup({ client }: Population): Promise<string> {
  return idIn(await client.send(createGroup(`Group ${randomUUID()}`)));
}
