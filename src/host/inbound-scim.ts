import { Injectable } from '@nestjs/common';
import type { ChangeListener } from '../hooks/announcer.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import { HostGroups } from './host-groups.js';
import { HostTenants } from './host-tenants.js';
import { HostUsers } from './host-users.js';

/**
 * The service, for the application that it is part of: injectable everywhere.
 *
 * ```ts
 * constructor(private readonly scim: InboundScim) {}
 *
 * async signIn(assertion: Assertion) {
 *   const user = await this.scim.users.findByExternalId(tenantId, identityProviderId, assertion.objectId);
 *   if (user?.status !== 'active') throw new UnauthorizedException();
 * }
 * ```
 */
@Injectable()
export class InboundScim {
  constructor(
    readonly tenants: HostTenants,
    readonly users: HostUsers,
    readonly groups: HostGroups,
    private readonly hooks: DirectoryHooks,
  ) {}

  /**
   * Calls `listener` with every change of the directory that this instance commits from now on, behind its commit; what it throws is logged. The
   * answer ends that. From the first one on each write is a transaction of its own.
   */
  subscribe(listener: ChangeListener): () => void {
    return this.hooks.subscribe(listener);
  }
}
