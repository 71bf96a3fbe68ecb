import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DialectName, familyOf } from '../../src/simulator/dialect/dialects.js';
import { SILENT } from '../../src/simulator/engine/progress.js';
import { simulate } from '../../src/simulator/simulate.js';
import { connectedTo, newState, parseState, type State } from '../../src/simulator/state/state.js';
import { type ScimClient, World } from '../support/scim-client.js';
import { type Meddling, startRelay } from './relay.js';

const SIZE = { users: 20, groups: 3, seed: 1 };

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

/** Runs the simulator against a connection: its report, and what a next run would continue from. */
async function play(
  client: Pick<ScimClient, 'url' | 'token'>,
  dialect: DialectName,
  more: { readonly state?: State; readonly cycles?: number; readonly onDemand?: string } = {},
) {
  let state = more.state ?? newState(familyOf(dialect), client.url, SIZE);
  const keep = (reached: State) => Promise.resolve(void (state = reached));
  const plan = { cycles: 2, ...more, dialect, connection: client };
  const report = await simulate(plan, state, { progress: SILENT, keep });
  return { report, state };
}

const troubles = ({ report }: Awaited<ReturnType<typeof play>>) => ({
  ok: report.ok,
  drift: report.drift,
  failures: report.log.filter(({ status }) => status === 'Failure'),
});

const GREEN = { ok: true, drift: [], failures: [] };

describe.each<DialectName>(['entra', 'entra-flag', 'okta'])('the simulator, as %s', (dialect) => {
  let client: ScimClient;
  let first: Awaited<ReturnType<typeof play>>;
  let latest: State;

  beforeAll(async () => {
    client = await world.connect({ kind: familyOf(dialect) });
    first = await play(client, dialect);
  });

  it('finds everything as it was sent, over an initial and an incremental cycle', () => {
    expect(troubles(first)).toEqual(GREEN);
    expect(first.report.cycles.map(({ kind }) => kind).slice(0, 2)).toEqual(['initial', 'incremental']);
  });

  it('creates people and groups, and disables who has left', () => {
    const done = new Set(first.report.log.map(({ type, action, status }) => `${type} ${action} ${status}`));
    expect([...done]).toEqual(
      expect.arrayContaining(['User Create Success', 'Group Create Success', 'User Disable Success']),
    );
  });

  it('leaves its traces in the event log', async () => {
    const types = (await world.events(client)).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['scim_user_received', 'scim_user_deactivated', 'scim_group_member_added']),
    );
  });

  it('continues where it was, from what it kept as JSON', async () => {
    const kept = parseState(JSON.parse(JSON.stringify(first.state)));
    const next = await play(client, dialect, { state: kept, cycles: 1 });
    expect(troubles(next)).toEqual(GREEN);
    expect(next.report.cycles[0]).toMatchObject({ kind: 'incremental', number: 3 });
    latest = next.state;
  });

  it('finds everybody again when it has forgotten its links', async () => {
    const state = { ...connectedTo(latest, 'http://elsewhere.example'), cycles: 0 };
    const again = await play(client, dialect, { state, cycles: 1 });
    expect(again.report.log.filter(({ status }) => status === 'Failure')).toEqual([]);
    expect(again.report.log.filter(({ type, action }) => type === 'User' && action === 'Create')).toEqual([]);
  });

  it('creates anew whom the service has lost', async () => {
    const fresh = await world.connect({ kind: familyOf(dialect) });
    const { report, state } = await play(fresh, dialect, { cycles: 1 });
    expect(report.ok).toBe(true);
    const lost = Object.values(state.links.users)[5];
    expect((await fresh.delete(`/Users/${lost}`)).status).toBe(204);
    const [objectId = ''] = Object.entries(state.links.users).find(([, id]) => id === lost) ?? [];
    const links = { ...state.links, pending: [objectId] };
    const next = await play(fresh, dialect, { state: { ...state, links }, cycles: 1 });
    expect(next.report.log.filter(({ status }) => status === 'Failure')).toEqual([]);
  });
});

describe('provisioning on demand', () => {
  it('provisions the one person, and looks for them first', async () => {
    const client = await world.connect();
    const state = newState('entra', client.url, SIZE);
    const { userName } = state.directory.people[3]!;
    const { report } = await play(client, 'entra-flag', { state, onDemand: userName });
    expect(report).toMatchObject({ ok: true, cycles: [{ kind: 'on demand', number: 0 }] });
    expect(report.log).toMatchObject([{ name: userName, action: 'Create', status: 'Success' }]);
  });

  it('refuses whom the directory does not know', async () => {
    const client = await world.connect();
    await expect(play(client, 'entra', { onDemand: 'nobody' })).rejects.toThrow('Nobody in the pretend directory');
  });
});

describe('a service that does not do what it is told', () => {
  /** A run against the service with somebody in between who meddles. */
  async function meddled(meddling: Meddling, cycles = 1, dialect: DialectName = 'entra') {
    const client = await world.connect({ kind: familyOf(dialect) });
    const relay = await startRelay(new URL(client.url).origin, meddling);
    try {
      return await play({ url: relay.url + new URL(client.url).pathname, token: client.token }, dialect, { cycles });
    } finally {
      await relay.close();
    }
  }

  const replacing =
    (pattern: RegExp, by: string) =>
    ({ text }: { readonly text: string }) =>
      text.replace(pattern, by);

  it.each<[string, RegExp, string, string]>([
    ['changes the case of user names', /@corp\.example/g, '@CORP.example', 'userName'],
    ['tidies phone numbers', /\+1 \(555\) 01/g, '+155501', 'phoneNumbers[type eq "mobile"].value'],
    ['answers booleans as text', /"active":true/g, '"active":"True"', 'active'],
    ['loses the type of an address', /"type":"work",("streetAddress")/g, '$1', 'addresses[type eq "work"].locality'],
    [
      'answers a manager in another place',
      /"manager":/g,
      '"boss":',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
    ],
  ])('is told on when it %s', async (_, pattern, by, path) => {
    const { report } = await meddled({ alter: replacing(pattern, by) });
    expect(report.ok).toBe(false);
    expect(report.drift.map((drift) => drift.path)).toContain(path);
  });

  it('is told on when a group is short of a member', async () => {
    const alter = ({ method, path, text }: { method: string; path: string; text: string }) =>
      method === 'GET' && path.includes('/Groups/') ? text.replace(/"value":"[^"]*"/, '"value":"lost"') : text;
    const { report } = await meddled({ alter });
    expect(report.drift).toMatchObject([
      { type: 'Group', path: 'members', sent: [expect.any(String)], returned: ['lost'] },
      { type: 'Group' },
      { type: 'Group' },
    ]);
  });

  it('is told on when it says that it has deleted, and has not', async () => {
    const intercept = (method: string) => (method === 'DELETE' ? { status: 204 } : undefined);
    const { report } = await meddled({ intercept }, 6);
    expect(report.drift).toContainEqual(expect.objectContaining({ sent: 'DELETE', returned: 'still there' }));
  });

  it('fails the one object that it refuses, and the run with it', async () => {
    let posts = 0;
    const refusal = { status: 409, text: '{"status":"409","scimType":"uniqueness","detail":"taken"}' };
    const intercept = (method: string) => (method === 'POST' && (posts += 1) === 1 ? refusal : undefined);
    const { report } = await meddled({ intercept });
    expect(report.log.filter(({ status }) => status === 'Failure')).toMatchObject([
      { type: 'User', reason: 'EntryConflict: 409 uniqueness taken' },
    ]);
    expect(report).toMatchObject({ ok: false, drift: [] });
  });

  it('is waited for when it asks for patience', async () => {
    let refused = 0;
    const wait = { status: 429, headers: { 'retry-after': '0' } };
    const { report } = await meddled({ intercept: () => ((refused += 1) <= 3 ? wait : undefined) });
    expect(report).toMatchObject({ ok: true, waits: 3 });
  });

  it.each([
    [401, 'does not take the token (401)'],
    [404, 'was answered with 404 instead of a list'],
    [200, 'was answered with 200 instead of a list'],
  ])('ends the run when Test Connection is answered with %i', async (status, message) => {
    await expect(meddled({ intercept: () => ({ status, text: '<html>' }) })).rejects.toThrow(message);
  });
});
