import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { SILENT } from '../../src/simulator/engine/progress.js';
import { simulate } from '../../src/simulator/simulate.js';
import { newState } from '../../src/simulator/state/state.js';
import { send } from '../admin/api.js';
import { expectAnswer } from '../guides/expected-answer.js';
import { aUser, GROUP, objectId, ScimClient } from '../support/scim-client.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { type Done, EXAMPLE, filesOfGuide, ForeignApplication } from './foreign-application.js';

const IDP = '0198c2a4-0000-7000-8000-00000000000b';
const TENANT = '0198c2a4-0000-7000-8000-00000000000a';

/** npm may have to fetch, and two cores are shared. */
const INSTALL_MS = 600_000;

let database: TestDatabase;
let application: ForeignApplication;
let done: readonly Done[];
let rows: DataSource;
let entra: ScimClient;
let signedIn: Record<string, string>;

beforeAll(async () => {
  database = await createEmptyDatabase();
  application = await ForeignApplication.prepare(database.url);
  done = await application.followGuide();
  rows = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const url = `${application.origin}/api/scim/v2/inbound/${IDP}`;
  entra = new ScimClient(url, await application.variable('TOKEN'), TENANT, IDP);
  signedIn = { cookie: `session=${await application.variable('SESSION')}` };
}, INSTALL_MS);

afterAll(async () => {
  await rows.destroy();
  await application.remove();
  await database.drop();
});

function ask(path: string, init: RequestInit = {}) {
  return send(`${application.origin}${path}`, init);
}

function post(path: string, body: unknown) {
  const headers = { ...signedIn, 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('the guide to embedding', () => {
  it('has the reader write what the example is', async () => {
    for (const { path, text } of await filesOfGuide())
      expect({ path, text }).toEqual({ path, text: await readFile(join(EXAMPLE, path), 'utf8') });
  });

  it('registers the module in ten lines or fewer', async () => {
    const [first] = await filesOfGuide();
    const registration = /^ *InboundScimModule\.forRoot\([^]*?^ {4}\}\),$/m.exec(first?.text ?? '')?.[0];
    expect(registration?.split('\n').length).toBeLessThanOrEqual(10);
  });

  it('works as it is written, to a user in the table of the application', () => {
    for (const { step, code, output, complaints } of done) {
      expect({ line: step.line, code, ...(code !== 0 && { output, complaints }) }).toEqual({
        line: step.line,
        code: 0,
      });
      if (step.answer) expectAnswer(step.answer, output);
    }
    expect(done.length).toBeGreaterThan(5);
  });
});

describe('the package, installed', () => {
  it('brings no second copy of what it shares with the application', async () => {
    const shared = '@nestjs/common @nestjs/core @nestjs/typeorm typeorm pg rxjs reflect-metadata'.split(' ');
    const { output } = await application.type(`npm ls ${shared.join(' ')} --all --parseable`);
    const folders = shared.map((name) => join(application.folder, 'node_modules', name));
    const copies = output.split('\n').filter((path) => shared.some((name) => path.endsWith(`node_modules/${name}`)));
    expect(copies.toSorted()).toEqual(folders.toSorted());
  });

  it('is loaded by a CommonJS application, too', async () => {
    const program = `const { InboundScimModule, ScimError } = require('inbound-scim');
      console.log(InboundScimModule.forRoot({}).module.name, ScimError.name)`;
    expect((await application.type(`node --eval "${program}"`)).output).toBe('InboundScimModule ScimError\n');
  });

  it('shows nothing but what it exports', async () => {
    const { output } = await application.type(
      `node --eval "import('inbound-scim/dist/src/host/host-users.js').catch(({ code }) => console.log(code))"`,
    );
    expect(output).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  it('has maps to sources that are in it', async () => {
    const path = join(application.folder, 'node_modules/inbound-scim/dist/src/inbound-scim.module.js.map');
    const { sourcesContent } = JSON.parse(await readFile(path, 'utf8')) as { sourcesContent: string[] };
    expect(sourcesContent.join()).toContain('export class InboundScimModule');
  });
});

describe('the application', () => {
  it('keeps its guard, its versions, its validation and its errors', async () => {
    expect(await ask('/api/v1/status')).toMatchObject({ status: 200, body: { status: 'up' } });
    expect(await ask('/api/v1/members')).toMatchObject({ status: 401, body: { error: 'Please sign in.' } });
    expect((await ask('/api/v1/members', { headers: signedIn })).status).toBe(200);
    expect(await post('/api/v1/members', { email: 'nobody' })).toMatchObject({
      status: 400,
      body: { error: expect.any(String) },
    });
    expect(await ask('/api/v1/nothing')).toMatchObject({ status: 404, body: { error: 'Cannot GET /api/v1/nothing' } });
    expect(await ask('/nothing')).toMatchObject({ status: 404, text: expect.stringContaining('Cannot GET /nothing') });
  });

  it('keeps its own parser, and its answers their headers', async () => {
    const headers = { ...signedIn, 'content-type': 'application/json' };
    const broken = await ask('/api/v1/members', { method: 'POST', headers, body: '{' });
    expect({ status: broken.status, names: Object.keys(broken.body) }).toEqual({ status: 400, names: ['error'] });
    const { headers: answered } = await ask('/api/v1/status');
    expect(answered.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answered.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(answered.get('etag')).toMatch(/^W\//);
  });
});

describe('SCIM in the application', () => {
  it('answers in its own words, whatever the application would say', async () => {
    const type = 'application/scim+json';
    const anonymous = await ask(`/api/scim/v2/inbound/${IDP}/Users`);
    expect(anonymous).toMatchObject({ status: 401, body: { status: '401' } });
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const refusals = [
      anonymous,
      await ask(`/api/scim/v2/inbound/${IDP}/Users`, { headers: signedIn }),
      await entra.get('/Nothing'),
      await entra.send('DELETE', '/Users'),
      await entra.post('/Users', '{'),
      await entra.send('POST', '/Users', '{', { 'content-type': 'application/json' }),
      await entra.get(`/Users?filter=${encodeURIComponent('userName zz "x"')}`),
    ];
    const seen = refusals.map(({ status, headers, body }) => [status, headers.get('content-type'), body.schemas]);
    const error = ['urn:ietf:params:scim:api:messages:2.0:Error'];
    expect(seen).toEqual([401, 401, 404, 405, 400, 400, 400].map((status) => [status, type, error]));
  });

  it('names itself by the prefix of the application, and by no version', async () => {
    const { status, headers, body } = await entra.post('/Users', aUser('loc', { externalId: objectId(1) }));
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${entra.url}/Users/${body.id}`);
    expect(body.meta.location).toBe(headers.get('location'));
    expect((await ask(`/api/v1/scim/v2/inbound/${IDP}/Users`, { headers: signedIn })).body).toHaveProperty('error');
    expect(await ask(`/scim/v2/inbound/${IDP}/Users`)).toMatchObject({ status: 404, body: undefined });
  });

  it('tolerates slashes, takes what Entra sends, and keeps what it received', async () => {
    const user = aUser('bo', {
      externalId: objectId(2),
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Air' },
    });
    const { body } = await entra.post('/Users/', user);
    const filter = `userName eq "BO@corp.example"`;
    expect((await entra.find('//Users', filter)).body).toMatchObject({ totalResults: 1, Resources: [{ id: body.id }] });
    const path = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
    await entra.patch(`/Users/${body.id}`, [
      { op: 'Replace', path, value: 'Sea' },
      { op: 'Replace', path: 'active', value: 'False' },
    ]);
    const read = await entra.get(`/Users/${body.id}`);
    expect(read.body).toMatchObject({
      active: false,
      [user.schemas ? path.replace(/:department$/, '') : '']: { department: 'Sea' },
    });
    const group = await entra.post('/Groups', { schemas: [GROUP], displayName: 'Crew', members: [{ value: body.id }] });
    expect((await entra.get(`/Groups/${group.body.id}`)).body.members).toMatchObject([{ value: body.id }]);
    expect((await entra.delete(`/Groups/${group.body.id}`)).status).toBe(204);
  });

  it('describes itself to anybody', async () => {
    const { status, body } = await ask(`/api/scim/v2/inbound/${IDP}/ServiceProviderConfig`);
    expect({ status, patch: body.patch }).toEqual({ status: 200, patch: { supported: true } });
    expect(body.meta.location).toBe(`${entra.url}/ServiceProviderConfig`);
  });

  it('stands a whole provisioning service, cycle after cycle, and the members of the application follow', async () => {
    const { body } = await post(`/api/admin/v1/tenants/${TENANT}/identity-providers`, {
      name: 'Second',
      kind: 'entra',
    });
    const path = `/api/admin/v1/tenants/${TENANT}/identity-providers/${body.id}/tokens`;
    const { plaintext: token } = (await post(path, { name: 'simulator' })).body;
    const connection = { url: body.scimBaseUrl.replace(/\/$/, ''), token };
    const state = newState('entra', connection.url, { users: 20, groups: 3, seed: 1 });
    const plan = { cycles: 2, dialect: 'entra', connection } as const;
    const report = await simulate(plan, state, { progress: SILENT, keep: () => Promise.resolve() });
    const failures = report.log.filter(({ status }) => status === 'Failure');
    expect({ ok: report.ok, drift: report.drift, failures }).toEqual({ ok: true, drift: [], failures: [] });
    const differing = await rows.query(`SELECT p.id FROM inbound_scim.directory_user p FULL JOIN member m ON m.id = p.id
      WHERE p.email IS DISTINCT FROM m.email OR (p.status = 'active') IS DISTINCT FROM m.active`);
    expect(differing).toEqual([]);
  });
});

describe('a transaction of both', () => {
  it('is undone on both sides, when a table of the application refuses', async () => {
    expect((await post('/api/v1/members', { email: 'kim@corp.example' })).status).toBe(201);
    const refused = await entra.post('/Users', aUser('kim', { externalId: objectId(3) }));
    expect(refused).toMatchObject({ status: 500, body: { status: '500' } });
    expect((await entra.find('/Users', 'userName eq "kim@corp.example"')).body.totalResults).toBe(0);
    const [{ count }] = await rows.query(`SELECT count(*)::int FROM member WHERE email = 'kim@corp.example'`);
    expect(count).toBe(1);
    await rows.query(`DELETE FROM member WHERE email = 'kim@corp.example'`);
    expect((await entra.post('/Users', aUser('kim', { externalId: objectId(3) }))).status).toBe(201);
  });
});

describe('administration in the application', () => {
  it('is for its own sessions, and answers problems', async () => {
    expect(await ask('/api/admin/v1/tenants')).toMatchObject({ status: 401, body: { title: 'Unauthorized' } });
    const tenants = await ask('/api/admin/v1/tenants', { headers: signedIn });
    expect(tenants).toMatchObject({ status: 200, body: { items: [{ id: TENANT }] } });
    const wrong = await post('/api/admin/v1/tenants', { subdomain: 'Not A Label', name: '' });
    expect(wrong.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(wrong).toMatchObject({ status: 400, body: { errors: expect.any(Array) } });
    expect(await ask('/api/admin/v1/nothing', { headers: signedIn })).toMatchObject({
      status: 404,
      body: { title: 'Not Found' },
    });
  });

  it('has events that name who of the application did what', async () => {
    const { body } = await ask(`/api/admin/v1/tenants/${TENANT}/audit-events?type=scim_inbound_token_created`, {
      headers: signedIn,
    });
    const actors = body.items.map(({ actor }: { actor: object }) => actor);
    expect(actors).toEqual(
      expect.arrayContaining([
        { kind: 'host', name: 'application' },
        { kind: 'host', name: 'session' },
      ]),
    );
  });
});

describe('the end of the application', () => {
  it('is its own, and clean', async () => {
    expect(await application.stop()).toBe(143);
    const log = await readFile(join(application.folder, 'app.log'), 'utf8');
    const told = log.split('\n').filter((line) => line.includes(' ERROR '));
    expect(told).toEqual([
      expect.stringContaining('A hook of the application failed: QueryFailedError: duplicate key'),
    ]);
  });
});
