import type { ScimClient } from '../scim-client.js';
import { listUsers } from '../requests.js';
import type { Script } from './script.js';

const COUNT = 100;

/** The first hundred users. */
export const firstPage: Script = ({ client }) =>
  Promise.resolve(async () => void (await client.send(listUsers({ startIndex: '1', count: String(COUNT) }))));

/** The last hundred, by `startIndex`. */
export const deepestPage: Script = ({ client, people }) => {
  const startIndex = String(Math.max(1, people.length - COUNT + 1));
  return Promise.resolve(async () => void (await client.send(listUsers({ startIndex, count: String(COUNT) }))));
};

/** The last hundred, by a cursor that was walked to. */
export const deepestCursor: Script = async ({ client }) => {
  const cursor = await walk(client);
  return async () => void (await client.send(listUsers({ cursor, count: String(COUNT) })));
};

/** The cursor of the last page that is full; where none is, of the first one. */
async function walk(client: ScimClient): Promise<string> {
  let full = '';
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page = await read(client, cursor);
    if (page.itemsPerPage === COUNT) full = cursor;
    // The baseline gives a cursor as long as there is anybody on the page.
    cursor = page.itemsPerPage === COUNT ? page.nextCursor : undefined;
  }
  return full;
}

interface Page {
  readonly itemsPerPage: number;
  readonly nextCursor?: string;
}

async function read(client: ScimClient, cursor: string): Promise<Page> {
  return JSON.parse(await client.send(listUsers({ cursor, count: String(COUNT) }))) as Page;
}
