import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Problem } from '../admin/problem.js';
import { MAX_HOST_REF_LENGTH } from '../directory/host-ref.js';
import { DirectoryUsersService } from '../directory/directory-users.service.js';
import type { DirectoryUserView } from '../directory/directory-user-view.js';
import { isStorable } from '../kernel/text/is-storable.js';
import { type NewDirectoryUser, PeopleAdministration } from '../provisioning/people-administration.service.js';
import { application } from './application.js';
import { type HostUserKey, HostUsersRepository } from './host-users.repository.js';

/** A directory user as the application sees them. */
export interface HostUser extends DirectoryUserView {
  /** How the application refers to them; null where it has not said. */
  readonly hostRef: string | null;
}

export interface NewHostUser extends NewDirectoryUser {
  /** The application's own reference to the person: the id of a row of its own, say. 1 to 200 characters, unique in the tenant. */
  readonly hostRef?: string;
}

/** The people of a tenant, for the application that the service is part of. Ids are UUIDs; whoever is not here is undefined. */
@Injectable()
export class HostUsers {
  constructor(
    private readonly keys: HostUsersRepository,
    private readonly users: DirectoryUsersService,
    private readonly people: PeopleAdministration,
  ) {}

  async find(tenantId: string, id: string): Promise<HostUser | undefined> {
    return isUuid(id) ? this.seen(tenantId, await this.keys.byId(tenantId, id)) : undefined;
  }

  /**
   * Whom an identity provider means by its key for them: for a sign-in by SAML or OIDC whose assertion carries it. Also somebody it has deleted
   * since: their status tells that they may not enter.
   */
  async findByExternalId(
    tenantId: string,
    identityProviderId: string,
    externalId: string,
  ): Promise<HostUser | undefined> {
    return this.seen(tenantId, await this.keys.byExternalId(tenantId, identityProviderId, externalId));
  }

  /** In any case. An address says who somebody is only where the application trusts whoever asserted it. */
  async findByEmail(tenantId: string, email: string): Promise<HostUser | undefined> {
    return this.seen(tenantId, await this.keys.byEmail(tenantId, email));
  }

  async findByHostRef(tenantId: string, hostRef: string): Promise<HostUser | undefined> {
    return this.seen(tenantId, await this.keys.byHostRef(tenantId, hostRef));
  }

  /**
   * Makes a person before any push: the first push of the address finds them, as far as its connection may claim it.
   *
   * @throws Problem 404 for a tenant that is not here; 400 that names each wrong field; 409 for an address or reference that somebody has
   */
  async create(tenantId: string, { hostRef, ...input }: NewHostUser): Promise<HostUser> {
    assertHostRef(hostRef);
    const view = await this.people.create(application(), tenantId, input, { hostRef });
    return { ...view, hostRef: hostRef ?? null };
  }

  /** Sets or clears the application's own reference. @throws Problem 404; 400; 409 where another person has it */
  async setHostRef(tenantId: string, id: string, hostRef: string | null): Promise<void> {
    assertHostRef(hostRef);
    await this.keys.setHostRef(tenantId, id, hostRef);
  }

  /** Keeps the person out, whatever identity providers say from now on. @throws Problem 404 */
  async deactivate(tenantId: string, id: string): Promise<void> {
    await this.people.deactivate(application(), tenantId, id);
  }

  /** Takes that word back; what else keeps the person out goes on doing so. @throws Problem 404 */
  async reactivate(tenantId: string, id: string): Promise<void> {
    await this.people.reactivate(application(), tenantId, id);
  }

  private async seen(tenantId: string, key: HostUserKey | undefined): Promise<HostUser | undefined> {
    return key && { ...(await this.users.get(tenantId, key.id)), hostRef: key.hostRef };
  }
}

function assertHostRef(hostRef: string | null | undefined): void {
  if (hostRef === null || hostRef === undefined) return;
  if (hostRef.length > 0 && hostRef.length <= MAX_HOST_REF_LENGTH && isStorable(hostRef)) return;
  const detail = `hostRef must have 1 to ${MAX_HOST_REF_LENGTH} characters, and none that cannot be stored.`;
  throw Problem.invalid([{ pointer: '/hostRef', detail }]);
}
