import { v7 as uuidv7 } from 'uuid';
import type { IdentityProvider } from './identity-provider.entity.js';
import type { IdentityProviderKind } from './tenant-config.js';

export interface NewIdentityProvider {
  /** A UUID by which the host knows it already. */
  readonly id?: string;
  readonly name: string;
  readonly kind: IdentityProviderKind;
  /** Without it `entra` and `okta` start tolerant, `generic` starts strict. */
  readonly strict?: boolean;
}

/** The row of a new identity provider: the last in the tenant's order, with the defaults of its kind. */
export function firstState(
  tenantId: string,
  input: NewIdentityProvider,
  others: readonly IdentityProvider[],
  now: Date,
): IdentityProvider {
  return {
    tenantId,
    id: input.id?.toLowerCase() ?? uuidv7(),
    name: input.name,
    kind: input.kind,
    strict: input.strict ?? input.kind === 'generic',
    enabled: true,
    position: 1 + Math.max(-1, ...others.map(({ position }) => position)),
    domains: [],
    trustEmail: null,
    externalIdIsLasting: null,
    rateLimit: null,
    allowedNetworks: [],
    createdAt: now,
    updatedAt: now,
  };
}
