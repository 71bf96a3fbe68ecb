import type { ResourceType } from './kernel/schema/schema.js';
import type { Tolerance } from './kernel/resource/tolerance.js';
import type { Connection, TenantConfig } from './tenants/tenant-config.js';

/** Who acts. A token is its identity provider's; its name is what the administrator called it. */
export interface Actor {
  readonly kind: 'token' | 'admin_key' | 'host' | 'system';
  readonly id?: string;
  readonly name: string;
}

/** What every audit event says of the request that caused it. */
export interface Origin {
  readonly actor: Actor;
  readonly requestId: string;
  readonly sourceAddress?: string;
}

/** All that a SCIM request is answered by: made once by the guard, handed on as the first argument. */
export interface ScimContext extends Origin {
  readonly tenantId: string;
  readonly connection: Connection;
  /** The tenant's settings the request is decided by; a write asserts their version. */
  readonly config: TenantConfig;
  readonly tolerance: Tolerance;
  /** `User` and `Group` with the extensions of this connection. */
  readonly resourceTypes: { readonly User: ResourceType; readonly Group: ResourceType };
  /** Absolute, without a trailing slash: `https://acme.example.com/scim/v2/inbound/{id}`. */
  readonly baseUrl: string;
}
