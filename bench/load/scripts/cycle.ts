import { randomUUID } from 'node:crypto';
import { entraUser } from '../entra-user.js';
import {
  addMembers,
  createGroup,
  createUser,
  deleteUser,
  disableUser,
  findGroup,
  findUser,
  moveUser,
  readUser,
} from '../requests.js';
import type { Script } from './script.js';
import { idIn } from './users.js';

/** Somebody's whole life as Entra tells it: ten requests from the first look to the deletion. */
export const cycle: Script = async ({ client }) => {
  const displayName = `Group ${randomUUID()}`;
  const groupId = idIn(await client.send(createGroup(displayName)));
  return async () => {
    const user = entraUser();
    await client.send(findUser(user.userName));
    const id = idIn(await client.send(createUser(user)));
    await client.send(readUser(id));
    await client.send(findGroup(displayName));
    await client.send(addMembers(groupId, [id]));
    await client.send(findUser(user.userName));
    await client.send(moveUser(id));
    await client.send(disableUser(id));
    await client.send(readUser(id));
    await client.send(deleteUser(id));
  };
};
