import type { INestApplicationContext } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import {
  AdminKeysService,
  IdentityProvidersService,
  SYSTEM,
  TenantsService,
  TokensService,
  type Page,
} from '../index.js';
import { leaveForSimulator } from './leave-for-simulator.js';
import type { Settings } from './settings.js';
import { OWNER_CONNECTION } from './standalone.module.js';

type Print = (line: string) => void;

/** Session-level advisory lock of the first start: of two instances that find an empty database, one fills it. */
const FIRST_START_LOCK = 7_244_003;

/** More tenants than this are not counted. */
const MANY = 100;

const DEMO = { subdomain: 'demo', name: 'Demo' };

/**
 * On an empty database makes the demo tenant and the first admin key. Prints where the service is found; what was made, and
 * can be shown only once, right after it was made.
 */
export async function firstStart(app: INestApplicationContext, settings: Settings, print: Print): Promise<void> {
  const lock = app.get<DataSource>(getDataSourceToken(OWNER_CONNECTION)).createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [FIRST_START_LOCK]);
    await welcome(app, settings, print);
    await lock.query('SELECT pg_advisory_unlock($1)', [FIRST_START_LOCK]);
  } finally {
    // A start that fails ends the process, and with it the lock.
    await lock.release();
  }
  const isTemplate = settings.publicUrl.includes('{tenant}');
  print(`Swagger UI: ${isTemplate ? settings.localUrl : settings.publicUrl}/docs`);
}

async function welcome(app: INestApplicationContext, settings: Settings, print: Print): Promise<void> {
  // The key first: whoever reads the token's line may use the admin API at once.
  const installed = await app.get(AdminKeysService).installFirst(settings.adminKey);
  if (installed?.plaintext !== undefined) print(`Admin key: ${installed.plaintext}`);
  const tenants = await app.get(TenantsService).list(SYSTEM, { limit: MANY });
  if (tenants.items.length > 0) print(await describeTenants(app, tenants));
  else if (settings.demo) await makeDemo(app, settings, print);
}

async function describeTenants(
  app: INestApplicationContext,
  { items, next }: Page<{ readonly id: string; readonly subdomain: string }>,
): Promise<string> {
  const [tenant] = items;
  if (items.length === 1 && tenant?.subdomain === DEMO.subdomain) {
    const providers = await app.get(IdentityProvidersService).list(tenant.id, { limit: 1 });
    if (providers.items[0]) return `Tenant URL: ${providers.items[0].scimBaseUrl}`;
  }
  return `Tenants: ${items.length}${next ? ' and more' : ''}`;
}

async function makeDemo(app: INestApplicationContext, settings: Settings, print: Print): Promise<void> {
  const tenant = await app.get(TenantsService).create(SYSTEM, DEMO);
  const provider = { name: 'Microsoft Entra ID', kind: 'entra' } as const;
  const { id, scimBaseUrl } = await app.get(IdentityProvidersService).create(SYSTEM, tenant.id, provider);
  const { plaintext } = await app.get(TokensService).mint(SYSTEM, tenant.id, id, { name: 'first start' });
  print(`Tenant URL: ${scimBaseUrl}`);
  print(`Secret Token: ${plaintext}`);
  await leaveForSimulator(settings, scimBaseUrl, async () => {
    const minted = await app.get(TokensService).mint(SYSTEM, tenant.id, id, { name: 'simulator' });
    return minted.plaintext;
  });
}
