import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser, GROUP, type ScimClient } from '../support/scim-client.js';
import { Host } from './host.js';

const LIMITS = {
  bodyBytes: 4_096,
  patchOperations: 2,
  bulkOperations: 2,
  members: 2,
  filterLength: 64,
  filterTerms: 2,
  filterDepth: 1,
  pageSize: 2,
  defaultPageSize: 1,
};

let host: Host;
let client: ScimClient;
let ids: readonly string[];

beforeAll(async () => {
  host = await Host.start({ limits: LIMITS });
  client = await host.connect('generic');
  const users = ['ana', 'bo', 'cy'].map((name) => client.post('/Users', aUser(name)));
  ids = (await Promise.all(users)).map(({ body }) => body.id);
});

afterAll(() => host.close());

function list(query: Record<string, string>) {
  return client.get(`/Users?${new URLSearchParams(query).toString()}`);
}

function titled(times: number) {
  return client.patch(`/Users/${ids[0]}`, Array(times).fill({ op: 'replace', path: 'title', value: 'Pilot' }));
}

function bulk(times: number) {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  return client.post('/Bulk', { schemas, Operations: Array(times).fill({ method: 'GET', path: `/Users/${ids[0]}` }) });
}

function group(displayName: string, count: number) {
  return client.post('/Groups', {
    schemas: [GROUP],
    displayName,
    members: ids.slice(0, count).map((value) => ({ value })),
  });
}

describe('limits of the application', () => {
  it('are what clients are told', async () => {
    const { body } = await client.get('/ServiceProviderConfig');
    expect(body).toMatchObject({
      bulk: { maxOperations: 2, maxPayloadSize: 4_096 },
      filter: { maxResults: 2 },
      pagination: { maxPageSize: 2, defaultPageSize: 1 },
    });
  });

  it('are those of pages', async () => {
    expect((await list({})).body).toMatchObject({ totalResults: 3, itemsPerPage: 1 });
    expect((await list({ count: '3' })).body).toMatchObject({ totalResults: 3, itemsPerPage: 2 });
  });

  it.each([
    {
      name: 'a body',
      within: () => client.put(`/Users/${ids[2]}`, aUser('cy', { title: 'x'.repeat(3_000) })),
      over: () => client.put(`/Users/${ids[2]}`, aUser('cy', { title: 'x'.repeat(5_000) })),
      refusal: { status: 413, body: { detail: 'The body is larger than 4096 bytes.' } },
    },
    {
      name: 'a PATCH',
      within: () => titled(2),
      over: () => titled(3),
      refusal: { status: 413, body: { scimType: 'tooMany', detail: 'A PATCH may have 2 operations at most.' } },
    },
    {
      name: 'a bulk request',
      within: () => bulk(2),
      over: () => bulk(3),
      refusal: { status: 413, body: { scimType: 'tooMany', detail: 'A bulk request may have 2 operations at most.' } },
    },
    {
      name: 'members',
      within: () => group('Two', 2),
      over: () => group('Three', 3),
      refusal: { status: 413, body: { scimType: 'tooMany', detail: 'A request may name 2 members at most.' } },
    },
    {
      name: 'the length of a filter',
      within: () => list({ filter: `title eq "${'x'.repeat(53)}"` }),
      over: () => list({ filter: `title eq "${'x'.repeat(54)}"` }),
      refusal: { status: 400, body: { scimType: 'invalidFilter', detail: 'A filter may have 64 characters at most.' } },
    },
    {
      name: 'the terms of a filter',
      within: () => list({ filter: 'title pr' }),
      over: () => list({ filter: 'title pr or id pr or active pr' }),
      refusal: { status: 400, body: { scimType: 'invalidFilter', detail: 'A filter may have 2 terms at most.' } },
    },
    {
      name: 'the depth of a filter',
      within: () => list({ filter: '(title pr)' }),
      over: () => list({ filter: '((title pr))' }),
      refusal: {
        status: 400,
        body: { scimType: 'invalidFilter', detail: 'A filter may be nested 1 levels deep at most.' },
      },
    },
  ])('are those of $name', async ({ within, over, refusal }) => {
    expect((await within()).status).toBeLessThan(300);
    expect(await over()).toMatchObject(refusal);
  });
});
