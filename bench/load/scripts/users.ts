import { entraUser } from '../entra-user.js';
import { type Population, somebody } from '../population.js';
import { createUser, findUser, moveUser, readUser } from '../requests.js';
import type { Script, Unit } from './script.js';

/** What Entra does with a new user: it looks whether the name is there, and creates it. */
export const create: Script = (population) => {
  const { client } = population;
  return ready(async () => {
    const user = entraUser();
    await client.send(findUser(user.userName));
    keep(population, user.userName, await client.send(createUser(user)));
  });
};

/** Creates somebody without looking first; for filling up. */
export const populate: Script = (population) =>
  ready(async () => {
    const user = entraUser();
    keep(population, user.userName, await population.client.send(createUser(user)));
  });

/** A PATCH with three operations. */
export const patch: Script = (population) =>
  ready(async () => void (await population.client.send(moveUser(somebody(population).id))));

/** A user by id. */
export const get: Script = (population) =>
  ready(async () => void (await population.client.send(readUser(somebody(population).id))));

/** A user by userName, who is there. */
export const filter: Script = (population) =>
  ready(async () => void (await population.client.send(findUser(somebody(population).userName))));

function keep({ people }: Population, userName: string, answer: string): void {
  people.push({ id: idIn(answer), userName });
}

/** The id in a created resource. */
export function idIn(answer: string): string {
  const { id } = JSON.parse(answer) as { readonly id: string };
  return id;
}

/** A unit for which nothing is to be made ready. */
export function ready(unit: Unit): Promise<Unit> {
  return Promise.resolve(unit);
}
