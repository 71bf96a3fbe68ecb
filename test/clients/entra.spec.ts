import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Dialect,
  type Employee,
  EntraEngine,
  FLAGGED,
  LEGACY,
  type Team,
  VERBOSE,
} from '../support/entra-engine.js';
import { objectId, type PersonRow, type ScimClient, World } from '../support/scim-client.js';

/** Entra's whole cycle, in each of the dialects that one tenant may show. */

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

const employee = (number: number, name: string, more: Partial<Employee> = {}): Employee => ({
  objectId: objectId(number),
  userName: `${name}@corp.example`,
  displayName: `${name} of Corp`,
  givenName: name,
  familyName: 'Vega-Ruíz',
  email: `${name}@corp.example`,
  isEnabled: true,
  ...more,
});

const ANA = employee(1, 'Ana', { title: 'Lead', department: 'R&D', employeeId: '7001', mobile: '+1 (555) 0100 x4' });
const BOB = employee(2, 'bob', { manager: ANA.objectId, street: '1 Quay "B"' });
const KIM = employee(3, 'kim_partner.example#EXT#', { email: 'kim@partner.example', manager: BOB.objectId });
const OPS: Team = { objectId: objectId(101), displayName: 'José’s "A" Team', members: [ANA.objectId, BOB.objectId] };
const EMPTY: Team = { objectId: objectId(102), displayName: 'Empty', members: [] };

const DIALECTS: readonly (readonly [string, Dialect])[] = [
  ['default', VERBOSE],
  ['flagged', FLAGGED],
  ['legacy', LEGACY],
];

describe.each(DIALECTS)('Entra, %s dialect', (_, dialect) => {
  let client: ScimClient;
  let entra: EntraEngine;

  const members = async (team: Team) =>
    ((await client.get(`/Groups/${entra.idOf(team.objectId)}`)).body.members ?? [])
      .map(({ value }: { value: string }) => value)
      .sort();
  const ids = (...employees: readonly Employee[]) => employees.map((each) => entra.idOf(each.objectId)).sort();
  const user = async (id: string) => (await client.get(`/Users/${id}`)).body;

  beforeAll(async () => {
    client = await world.connect();
    entra = new EntraEngine(client, dialect);
  });

  // One cycle after another on one directory: each `it` is a morning.
  it('initial cycle: everybody arrives, managers in a second pass, groups with members', async () => {
    expect(await entra.cycle([ANA, BOB, KIM], [OPS, EMPTY])).toBeGreaterThan(0);
    expect(await members(OPS)).toEqual(ids(ANA, BOB));
    expect(await user(entra.idOf(BOB.objectId))).toMatchObject({
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: entra.idOf(ANA.objectId) } },
    });
  });

  it('a cycle without changes writes nothing', async () => {
    expect(await entra.cycle([ANA, BOB, KIM], [OPS, EMPTY])).toBe(0);
    expect(await entra.cycle([ANA, BOB, KIM], [OPS, EMPTY])).toBe(0);
  });

  it('a restart of provisioning finds everybody again', async () => {
    const before = ids(ANA, BOB, KIM);
    entra.forget();
    expect(await entra.cycle([ANA, BOB, KIM], [OPS, EMPTY])).toBe(0);
    expect(ids(ANA, BOB, KIM)).toEqual(before);
  });

  it('movers: renamed, promoted, with another manager, each in one PATCH', async () => {
    const ana = { ...ANA, userName: 'ana.vega@corp.example', familyName: 'Vega', title: 'Head', mobile: '+1 555 0199' };
    const bob = { ...BOB, manager: KIM.objectId, department: 'Ops', email: 'BOB@corp.example' };
    const team = { ...OPS, displayName: 'A Team', members: [KIM.objectId] };
    expect(await entra.cycle([ana, bob, KIM], [team, EMPTY])).toBe(3);
    expect(await entra.cycle([ana, bob, KIM], [team, EMPTY])).toBe(0);
    expect(await members(OPS)).toEqual(ids(KIM));
    expect((await client.find('/Users', 'userName eq "ANA.VEGA@corp.example"')).body.totalResults).toBe(1);
    expect((await client.find('/Users', 'userName eq "ana@corp.example"')).body.totalResults).toBe(0);
    expect(await entra.cycle([ANA, bob, KIM], [team, EMPTY])).toBe(1);
  });

  it('leavers are disabled, stay visible and in their groups, and come back as who they were', async () => {
    const id = entra.idOf(KIM.objectId);
    const person = await world.personOf(id);
    const team = { ...OPS, displayName: 'A Team', members: [KIM.objectId] };
    const bob = { ...BOB, manager: KIM.objectId, department: 'Ops', email: 'BOB@corp.example' };
    expect(await entra.cycle([ANA, bob, { ...KIM, isEnabled: false }], [team, EMPTY])).toBe(1);
    expect((await client.find('/Users', `externalId eq "${KIM.objectId}"`)).body.Resources).toMatchObject([
      { id, active: false },
    ]);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, status: 'deactivated' });
    expect(await entra.cycle([ANA, bob, KIM], [team, EMPTY])).toBe(1);
    expect(await world.personOf(id)).toMatchObject({ id: person.id, status: 'active' });
    expect(await members(OPS)).toEqual(ids(KIM));
  });

  it('the deleted are gone, out of their groups, and revived as who they were', async () => {
    const id = entra.idOf(KIM.objectId);
    await entra.remove(KIM.objectId);
    expect((await client.get(`/Users/${id}`)).status).toBe(404);
    expect(await members(OPS)).toEqual([]);
    const team = { ...OPS, displayName: 'A Team', members: [KIM.objectId] };
    await entra.cycle([ANA, KIM], [team, EMPTY]);
    expect(entra.idOf(KIM.objectId)).toBe(id);
    expect(await members(OPS)).toEqual([id]);
  });

  it('a joiner with a leaver’s recycled name is somebody else', async () => {
    const old = await world.personOf(entra.idOf(ANA.objectId));
    await entra.cycle([{ ...ANA, isEnabled: false }], []);
    const joiner = { ...employee(9, 'Ana'), title: 'Intern' };
    await entra.cycle([joiner], []);
    const person = await world.personOf(entra.idOf(joiner.objectId));
    expect(person).toMatchObject({ email: 'Ana@corp.example', status: 'active' });
    expect(person.id).not.toBe(old.id);
    expect(await world.person(old.id)).toMatchObject({ email: null, status: 'deactivated' });
    expect(await entra.cycle([joiner], [])).toBe(0);
  });

  it('a group that is deleted is gone at once; its people stay, and its name is free', async () => {
    const people = ids(ANA, BOB, KIM);
    const before = entra.idOf(EMPTY.objectId);
    await entra.removeTeam(EMPTY.objectId);
    expect((await client.get(`/Groups/${before}`)).status).toBe(404);
    expect(await entra.cycle([], [{ ...EMPTY, objectId: objectId(103), displayName: 'EMPTY' }])).toBe(1);
    expect(entra.idOf(objectId(103))).not.toBe(before);
    expect(ids(ANA, BOB, KIM)).toEqual(people);
  });

  it('every push is an event of the connection', async () => {
    const types = new Set((await world.events(client)).map(({ type }) => type));
    for (const type of ['received', 'updated', 'deactivated', 'reactivated', 'deleted', 'revived', 'retired'])
      expect(types).toContain(`scim_user_${type}`);
    for (const type of ['received', 'updated', 'member_added', 'member_removed'])
      expect(types).toContain(`scim_group_${type}`);
  });
});

describe.each(DIALECTS)('Entra, where people are matched by name, %s dialect', (_, dialect) => {
  let client: ScimClient;
  let entra: EntraEngine;
  let leaver: PersonRow;
  const joiner = employee(9, 'Ana', { title: 'Intern', email: 'Ana@corp.example' });

  beforeAll(async () => {
    client = await world.connect();
    entra = new EntraEngine(client, dialect, 'userName');
    await entra.cycle([ANA, BOB], [OPS]);
  });

  it('finds everybody again, and writes nothing', async () => {
    expect(await entra.cycle([ANA, BOB], [OPS])).toBe(0);
    entra.forget();
    expect(await entra.cycle([ANA, BOB], [OPS])).toBe(0);
  });

  it('hands a leaver’s record over to the joiner with their name: another person, without their groups', async () => {
    const record = entra.idOf(ANA.objectId);
    leaver = await world.personOf(record);
    await entra.cycle([{ ...ANA, isEnabled: false }], []);
    await entra.cycle([joiner], []);
    expect(entra.idOf(joiner.objectId)).toBe(record);
    const person = await world.personOf(record);
    expect(person).toMatchObject({ status: 'active', email: 'Ana@corp.example' });
    expect(person.id).not.toBe(leaver.id);
    expect(await world.person(leaver.id)).toMatchObject({ status: 'deactivated', email: null });
    expect((await client.get(`/Users/${record}`)).body.groups).toBeUndefined();
    expect(await entra.cycle([joiner], [])).toBe(0);
  });

  it('knows the leaver, who comes back under another name, as who they were', async () => {
    const back = { ...ANA, userName: 'ana.first@corp.example', email: 'ana.first@corp.example' };
    entra.forget();
    await entra.cycle([joiner, back], []);
    expect(await world.personOf(entra.idOf(back.objectId))).toMatchObject({
      id: leaver.id,
      status: 'active',
      email: 'ana.first@corp.example',
    });
    expect(entra.idOf(back.objectId)).not.toBe(entra.idOf(joiner.objectId));
    expect(await entra.cycle([joiner, back], [])).toBe(0);
  });
});

describe('Entra', () => {
  it('tests the connection with people and groups who cannot exist', async () => {
    const client = await world.connect();
    const probe = `${client.url}/Users?aadOptscim062020&filter=userName+eq+%22${objectId(1)}%22`;
    const answer = await client.send('GET', probe.slice(client.url.length));
    expect(answer).toMatchObject({
      status: 200,
      body: { totalResults: 0, Resources: [], startIndex: 1, itemsPerPage: 0 },
    });
    const groups = await client.get(`/Groups?excludedAttributes=members&filter=displayName+eq+%22${objectId(1)}%22`);
    expect(groups).toMatchObject({ status: 200, body: { totalResults: 0 } });
  });

  it('sends both dialects to one connection in the same hour', async () => {
    const client = await world.connect();
    const [flagged, onDemand] = [FLAGGED, VERBOSE].map((dialect) => new EntraEngine(client, dialect));
    await flagged?.cycle([ANA, BOB], []);
    expect(await onDemand?.cycle([ANA, { ...BOB, manager: undefined }], [])).toBe(0);
  });
});
