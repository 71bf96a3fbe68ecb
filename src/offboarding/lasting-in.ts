import { isLasting } from '../directory/lasting-key.js';
import type { TenantConfig } from '../tenants/tenant-config.js';

/** Whether a connection's `externalId` is nobody else's, ever; of one that was ended nobody can say. */
export function lastingIn({
  connections,
}: TenantConfig): (externalId: string | null, identityProviderId: string) => boolean {
  return (externalId, identityProviderId) => {
    const connection = connections.find(({ id }) => id === identityProviderId);
    return connection !== undefined && isLasting(externalId, connection);
  };
}
