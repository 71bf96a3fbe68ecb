import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  type NestInterceptor,
  UnauthorizedException,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import {
  Ctx,
  type HostAdministrator,
  isInboundScimRoute,
  type ScimContext,
  ScimExceptionFilter,
  ScimTokenGuard,
} from '../../src/index.js';
import { send } from '../admin/api.js';
import { aUser } from '../support/scim-client.js';
import { Host } from './host.js';

let host: Host | undefined;

async function started(...options: Parameters<typeof Host.start>): Promise<Host> {
  host = await Host.start(...options);
  return host;
}

afterEach(async () => {
  await host?.close();
  host = undefined;
});

describe('routes', () => {
  it('stand where the application wants them', async () => {
    const { url, admin } = await started({ path: '/provisioning/', adminPath: 'provisioning-admin' });
    const { id } = await host!.connect();
    expect((await send(`${url}/provisioning/${id}/Users`)).body).toMatchObject({ status: '401' });
    expect(await send(`${url}/provisioning-admin/me`)).toMatchObject({ status: 401, body: { title: 'Unauthorized' } });
    expect((await admin.get('/me')).body).toMatchObject({ error: 'Not Found' });
  });

  it('are without those of administrators, where it wants none', async () => {
    const { url } = await started({ adminPath: false });
    expect((await send(`${url}/admin/v1/me`)).body).toMatchObject({ message: 'Cannot GET /admin/v1/me' });
  });

  it('stand outside of a global prefix that excludes them', async () => {
    const exclude = ['scim/v2/inbound/{*path}'];
    const { url, scim } = await started({ publicUrl: 'https://x.example' }, (app) =>
      app.setGlobalPrefix('api', { exclude }),
    );
    const client = await host!.connect();
    const { scimBaseUrl } = await scim.tenants.ensureIdentityProvider(client.tenantId, {
      id: client.id,
      name: '',
      kind: 'entra',
    });
    expect(scimBaseUrl).toBe(`https://x.example/scim/v2/inbound/${client.id}/`);
    expect((await client.get('/Users')).status).toBe(200);
    expect((await client.get('/Nothing')).body).toMatchObject({ status: '404' });
    expect(await send(`${url}/api/admin/v1/nothing`)).toMatchObject({ status: 404, body: { title: 'Not Found' } });
  });

  it('are named by the URL that the application tells of a tenant', async () => {
    const publicUrl = (tenant?: { readonly id: string }) => `https://${tenant?.id ?? 'any'}.x.example`;
    const { scim, url } = await started({ publicUrl });
    const client = await host!.connect();
    const { scimBaseUrl } = await scim.tenants.ensureIdentityProvider(client.tenantId, {
      id: client.id,
      name: '',
      kind: 'entra',
    });
    expect(scimBaseUrl).toBe(`https://${client.tenantId}.x.example/scim/v2/inbound/${client.id}/`);
    const { body } = await client.post('/Users', aUser('ana'));
    expect(body.meta.location).toBe(`${scimBaseUrl}Users/${body.id}`);
    const anonymous = await send(`${url}/scim/v2/inbound/${client.id}/ServiceProviderConfig`);
    expect(anonymous.body.meta.location).toMatch(/^https:\/\/any\.x\.example\//);
  });
});

describe('a tenant of the application', () => {
  it('is who a request is for, and a token of another one is refused', async () => {
    const tenants = new Map<string, string>();
    const tenantOf = ({ headers }: { readonly headers: Record<string, unknown> }) => {
      return Promise.resolve(tenants.get(String(headers['x-domain'])));
    };
    await started({ tenantOf });
    const [own, other] = [await host!.connect(), await host!.connect()];
    tenants.set('own.example', own.tenantId.toUpperCase()).set('other.example', other.tenantId);
    const asked = async (headers: Record<string, string>) => (await own.get('/Users', headers)).status;
    expect(await asked({ 'x-domain': 'own.example' })).toBe(200);
    expect(await asked({ 'x-domain': 'other.example' })).toBe(401);
    expect(await asked({ 'x-domain': 'unknown.example' })).toBe(401);
    expect(await asked({})).toBe(401);
    const { body } = await host!.admin.get(`/tenants/${own.tenantId}/identity-providers/${own.id}/refusals`);
    expect(body.items[0]).toMatchObject({ reason: 'wrong_host' });
  });
});

describe('administrators of the application', () => {
  const KNOWN: ReadonlyMap<unknown, HostAdministrator> = new Map([
    ['olga', { name: 'Olga', role: 'owner' }],
    ['abe', { name: 'Abe', role: 'auditor' }],
  ]);
  let tenantId: string;
  const asked = (who: string, method: string, path: string) =>
    send(`${host!.url}/admin/v1${path}`, { method, headers: { 'x-user': who } });

  it('are whom its own guard knows, with their roles and tenants', async () => {
    await started({
      adminGuard: (context) => {
        const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
        if (headers['x-user'] === 'eve') throw new UnauthorizedException('Who is Eve?');
        if (headers['x-user'] === 'ted') return { name: 'Ted', role: 'owner', tenantId };
        return KNOWN.get(headers['x-user']);
      },
    });
    const other = await host!.connect();
    ({ tenantId } = await host!.connect());
    expect((await asked('olga', 'GET', '/me')).body).toMatchObject({ name: 'Olga', role: 'owner' });
    expect((await asked('abe', 'GET', `/tenants/${tenantId}`)).status).toBe(200);
    expect((await asked('abe', 'DELETE', `/tenants/${tenantId}`)).status).toBe(403);
    expect((await asked('ted', 'GET', `/tenants/${tenantId}`)).status).toBe(200);
    expect((await asked('ted', 'GET', `/tenants/${other.tenantId}`)).status).toBe(404);
    expect(await asked('nobody', 'GET', '/me')).toMatchObject({ status: 401, body: { title: 'Unauthorized' } });
    expect(await asked('eve', 'GET', '/me')).toMatchObject({ status: 401, body: { title: 'Unauthorized' } });
    expect((await host!.admin.get('/me')).status).toBe(401);
  });
});

describe('guards and interceptors of the application', () => {
  class MembersOnly implements CanActivate {
    private readonly reflector = new Reflector();

    canActivate(context: ExecutionContext): boolean {
      return this.reflector.getAllAndOverride<boolean>('isPublic', [context.getHandler(), context.getClass()]) ?? false;
    }
  }

  class Wrapper implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
      if (isInboundScimRoute(context.getClass())) return next.handle();
      return next.handle().pipe(map((data) => ({ data })));
    }
  }

  @Controller('hello')
  class Hello {
    @Get()
    hello(): string {
      return 'hello';
    }
  }

  it('let our routes pass by their metadata, and can tell them from their own', async () => {
    const { url, admin } = await started({ routeMetadata: { isPublic: true }, controllers: [Hello] }, (app) => {
      app.useGlobalGuards(new MembersOnly());
      app.useGlobalInterceptors(new Wrapper());
    });
    const client = await host!.connect();
    expect((await client.get('/Users')).body.totalResults).toBe(0);
    expect((await admin.get('/tenants')).body).toHaveProperty('items');
    expect((await send(`${url}/hello`)).status).toBe(403);
  });

  it('wrap what is their own alone', async () => {
    const { url, admin } = await started({ controllers: [Hello] }, (app) => app.useGlobalInterceptors(new Wrapper()));
    expect((await send(`${url}/hello`)).body).toEqual({ data: 'hello' });
    expect((await admin.get('/tenants')).body).not.toHaveProperty('data');
  });
});

describe('a route of the application behind the token of a connection', () => {
  @Controller('hr/:identityProviderId/pulse')
  @UseGuards(ScimTokenGuard)
  @UseFilters(ScimExceptionFilter)
  class Pulse {
    @Get()
    pulse(@Ctx() { tenantId, actor }: ScimContext) {
      return { tenantId, actor };
    }
  }

  it('knows whose it is, and refuses whoever has none', async () => {
    await started({ controllers: [Pulse] });
    const { tenantId, id, token } = await host!.connect();
    const path = `${host!.url}/hr/${id}/pulse`;
    const answer = await send(path, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.body).toMatchObject({ tenantId, actor: { kind: 'token', name: 'test' } });
    expect(await send(path)).toMatchObject({ status: 401, body: { status: '401' } });
  });
});
