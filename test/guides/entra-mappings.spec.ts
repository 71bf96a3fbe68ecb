import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, ENT, objectId, type ScimClient, World } from '../support/scim-client.js';
import { readGuide } from './guide.js';

/** The table of default mappings in the guide to Entra: every row does what it says. */

interface Mapping {
  readonly row: number;
  readonly path: string;
  /** The canonical field, where the row names one. */
  readonly key?: string;
  readonly says: 'mirrored' | 'off' | 'kept';
}

const guide = await readGuide('docs/guides/entra.md');
const mappings = guide.split('\n').flatMap((line, row) => mappingOf(line, row) ?? []);

/** Of a line of the table that says where a value goes; undefined: it says more than that, or is another line. */
function mappingOf(line: string, row: number): Mapping | undefined {
  const cells = /^\| `[^|]+` +\| `([^`]+)` +\| (?:`(\w+)`, (mirrored|off)|kept)/.exec(line);
  if (!cells) return undefined;
  const [, path = '', key, state = 'kept'] = cells;
  return { row, path: path.replace('…enterprise:2.0:User', ENT), key, says: state as Mapping['says'] };
}

let world: World;
let client: ScimClient;
let boss: string;

beforeAll(async () => {
  world = await World.start();
  client = await world.connect();
  boss = (await client.post('/Users', aUser('boss'))).body.id;
});

afterAll(() => world.close());

describe('the default mappings of Entra, as the guide has them', () => {
  it('are as many as there are', () => {
    expect(
      mappings
        .map(({ says }) => says)
        .toSorted()
        .join(' '),
    ).toBe([...Array(4).fill('kept'), ...Array(7).fill('mirrored'), ...Array(8).fill('off')].join(' '));
  });

  it.each(mappings)('$path is $says', async ({ row, path, key, says }) => {
    const value = path.endsWith('manager') ? boss : `value of ${path}`;
    const { body: user } = await client.post('/Users', { userName: path, externalId: objectId(row) });
    const answer = await client.patch(`/Users/${user.id}`, [{ op: 'Add', path, value }]);
    expect(answer.status).toBe(200);
    const { id } = await world.personOf(user.id);
    const { body: person } = await world.admin.get(`/tenants/${client.tenantId}/users/${id}`);
    const received = person.connections[0].received.find(({ value: one }: { value: unknown }) => one === value);
    expect(received).toMatchObject({ value, mirrored: says === 'mirrored', ...(key !== undefined && { key }) });
    expect(key === undefined ? undefined : key in person.attributes).toBe(key && says === 'mirrored');
  });
});
