import type { AttributeSetting } from '../attributes/attribute-setting.js';
import type { ResourceType, Schema } from '../kernel/schema/schema.js';

/** What an identity provider is by its kind; it only chooses defaults, never a branch in an engine. */
export type IdentityProviderKind = 'entra' | 'okta' | 'generic';

/** One identity provider of a tenant, as requests are decided by. */
export interface Connection {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly kind: IdentityProviderKind;
  readonly strict: boolean;
  readonly enabled: boolean;
  /** The tenant's order, lowest first; creation order breaks ties. */
  readonly position: number;
  /** Mail domains reserved to this identity provider, each in its one form. */
  readonly domains: readonly string[];
  /** Addresses that other identity providers hold may be taken over, for these domains and until then. */
  readonly trustEmail?: { readonly domains: readonly string[]; readonly until: Date };
  /** Whether an `externalId` is never given to another object, whatever it looks like; undefined: by its shape. */
  readonly externalIdIsLasting?: boolean;
  readonly rateLimit?: { readonly perSecond: number; readonly burst: number };
  /** CIDR networks that requests may come from; empty: any. */
  readonly allowedNetworks: readonly string[];
  /** Schemas that the tenant added to the standard ones, by their URNs; those it removed since are among them. */
  readonly extensions: readonly AddedSchema[];
}

/** A schema of the tenant's own. */
export interface AddedSchema {
  readonly resourceType: ResourceType['name'];
  readonly schema: Schema;
  /** Its values are kept and not shown. */
  readonly removed: boolean;
  /** Whether attributes were dropped from it, whose values are kept and not shown. */
  readonly dropped: boolean;
}

/** Everything of a tenant that decides a push, read at once and kept for at most a second. */
export interface TenantConfig {
  readonly tenantId: string;
  readonly subdomain: string;
  /** Counted up by every change of settings; a write asserts it. */
  readonly version: string;
  /** In the tenant's order. */
  readonly connections: readonly Connection[];
  /** Whether a connection of this tenant was ended in the past: then no other is "the only one it ever had". */
  readonly hadOtherConnections: boolean;
  /** What is mirrored: the catalogue with the tenant's changes. */
  readonly attributes: readonly AttributeSetting[];
}
