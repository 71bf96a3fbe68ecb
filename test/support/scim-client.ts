import { type Answer, Api, send } from '../admin/api.js';
import { startApp, type TestApp, type TestAppOptions } from './test-app.js';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

/** One connection of a running service, as its identity provider speaks to it. */
export class ScimClient {
  constructor(
    readonly url: string,
    readonly token: string,
    readonly tenantId: string,
    readonly id: string,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  /** The filter is encoded as Entra does: a blank is a plus. */
  find(path: string, filter: string): Promise<Answer> {
    return this.get(`${path}?${new URLSearchParams({ filter }).toString()}`);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.send('POST', path, body);
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, operations: readonly Operation[], headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PATCH', path, { schemas: [PATCH], Operations: operations }, headers);
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** A string or bytes are sent as they are. */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    return send(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      body: isRaw ? body : JSON.stringify(body),
    });
  }
}

export interface ConnectionSettings {
  readonly kind?: 'entra' | 'okta' | 'generic';
  readonly strict?: boolean;
  readonly domains?: readonly string[];
  readonly trustEmail?: { readonly domains: readonly string[]; readonly until: string };
  readonly externalIdIsLasting?: boolean;
  readonly rateLimit?: { readonly perSecond: number; readonly burst: number };
}

/** A running service with its administrator. */
export class World {
  readonly admin: Api;
  private made = 0;

  private constructor(readonly app: TestApp) {
    this.admin = new Api(app.url, app.adminKey);
  }

  static async start(options?: TestAppOptions): Promise<World> {
    return new World(await startApp(options));
  }

  close(): Promise<void> {
    return this.app.close();
  }

  async tenant(): Promise<string> {
    this.made += 1;
    const { body } = await this.admin.post('/tenants', { subdomain: `t${this.made}`, name: `Tenant ${this.made}` });
    return body.id;
  }

  /** A connection with a token, of a tenant of its own unless one is given, under an id of its own unless that is given. */
  async connect(settings: ConnectionSettings = {}, tenantId?: string, id?: string): Promise<ScimClient> {
    const tenant = tenantId ?? (await this.tenant());
    const { kind = 'entra', strict, ...later } = settings;
    const path = `/tenants/${tenant}/identity-providers`;
    const named = { ...(id !== undefined && { id }), name: kind, kind };
    const { body: idp } = await this.admin.post(path, { ...named, ...(strict !== undefined && { strict }) });
    if (Object.keys(later).length > 0) {
      const changed = await this.admin.patch(`${path}/${idp.id}`, later);
      if (changed.status !== 200) throw new Error(changed.text);
    }
    const { body: token } = await this.admin.post(`${path}/${idp.id}/tokens`, { name: 'test' });
    return new ScimClient(idp.scimBaseUrl.replace(/\/$/, ''), token.plaintext, tenant, idp.id);
  }

  /** The events of a connection, oldest first. */
  async events({ tenantId, id }: ScimClient): Promise<readonly RecordedEvent[]> {
    const { body } = await this.admin.get(`/tenants/${tenantId}/audit-events?identityProviderId=${id}&limit=200`);
    return body.items.toReversed();
  }

  /** The person of a received user, as the table has them. */
  async personOf(scimUserId: string): Promise<PersonRow> {
    const rows = await this.app.database.query(
      `SELECT p.* FROM inbound_scim.directory_user p JOIN inbound_scim.scim_user u
        ON u.tenant_id = p.tenant_id AND u.directory_user_id = p.id WHERE u.id = $1`,
      [scimUserId],
    );
    return rows[0];
  }

  async person(id: string): Promise<PersonRow> {
    return (await this.app.database.query('SELECT * FROM inbound_scim.directory_user WHERE id = $1', [id]))[0];
  }

  async conflicts({ tenantId }: ScimClient): Promise<readonly ConflictRow[]> {
    return this.app.database.query('SELECT * FROM inbound_scim.conflict WHERE tenant_id = $1 ORDER BY first_seen_at', [
      tenantId,
    ]);
  }
}

export interface RecordedEvent {
  readonly type: string;
  readonly target: { readonly kind: string; readonly id: string; readonly name?: string };
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
}

export interface PersonRow {
  readonly id: string;
  readonly email: string | null;
  readonly status: string;
  readonly held: boolean;
  readonly attributes: Record<string, { value: unknown; provenance: string }>;
}

export interface ConflictRow {
  readonly kind: string;
  readonly state: string;
  readonly occurrences: number;
  readonly incoming: Record<string, string>;
  readonly existing: Record<string, string>;
}

/** A user that an identity provider may send. */
export function aUser(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const userName = `${name}@corp.example`;
  return {
    schemas: [USER],
    userName,
    displayName: name,
    emails: [{ type: 'work', value: userName, primary: true }],
    ...more,
  };
}

/** A key that is lasting by its shape, the same for the same number. */
export function objectId(number: number): string {
  return `6f2b0a3e-8f1d-4c57-9f0c-${String(number).padStart(12, '0')}`;
}
