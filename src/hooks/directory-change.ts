import type { PersonStatus } from '../directory/person.js';
import type { Resource } from '../kernel/resource/resource.js';
import type { Actor } from '../scim-context.js';

/** Something that changed in a tenant's directory, whoever did it: a push, an administrator, the application, a backfill. */
export type DirectoryChange = Happening & (UserChange | GroupChange | TenantErased);

/** What every change says of itself. */
export interface Happening {
  readonly tenantId: string;
  /** Who did it. */
  readonly actor: Actor;
  /** Of the request it came with, as in the event log. */
  readonly requestId: string;
  readonly occurredAt: Date;
}

export type UserChange = UserProvisioned | UserUpdated | UserDeactivated | UserReactivated | UserDeleted | UserErased;

/** A directory user who was not here before; whether they may enter, their status says. */
export interface UserProvisioned extends OfUser {
  readonly type: 'user.provisioned';
}

/** Canonical fields or what was received changed. A status that changed is a change of its own. */
export interface UserUpdated extends OfUser {
  readonly type: 'user.updated';
  readonly before: ChangedUser;
  /** `email`, `protected`, and keys of `attributes`; empty where only what was received changed. */
  readonly changed: readonly string[];
}

/** Was active, and may not enter any more. */
export interface UserDeactivated extends OfUser {
  readonly type: 'user.deactivated';
}

/** May enter again. */
export interface UserReactivated extends OfUser {
  readonly type: 'user.reactivated';
}

/** An identity provider deleted its record of the user, who is kept here: deactivated, unless another one says otherwise. */
export interface UserDeleted extends OfUser {
  readonly type: 'user.deleted';
}

/** The directory user is gone for good. */
export interface UserErased extends OfUser {
  readonly type: 'user.erased';
}

interface OfUser {
  /** As they are now; one who is gone, as they were. */
  readonly user: ChangedUser;
  /** What an identity provider sent, where that is what changed. */
  readonly received?: ReceivedUser;
}

/** A directory user: the person that all received records of them mean. */
export interface ChangedUser {
  readonly id: string;
  readonly email: string | null;
  readonly status: PersonStatus;
  readonly protected: boolean;
  /** The canonical fields that have a value, by their keys. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** The application's own reference to them, if it gave one. */
  readonly hostRef: string | null;
}

/** A user as an identity provider sent them. */
export interface ReceivedUser {
  /** Of the SCIM resource. */
  readonly id: string;
  readonly identityProviderId: string;
  readonly externalId: string | null;
  readonly active: boolean;
  /** Canonical in the names of attributes, untouched in their values. */
  readonly resource: Resource;
}

export type GroupChange = GroupCreated | GroupRenamed | GroupDeleted | MembersAdded | MembersRemoved;

export interface GroupCreated {
  readonly type: 'group.created';
  readonly group: ChangedGroup;
}

export interface GroupRenamed {
  readonly type: 'group.renamed';
  readonly group: ChangedGroup;
  readonly before: string;
}

/** With it its members are out; that is no change of its own. */
export interface GroupDeleted {
  readonly type: 'group.deleted';
  readonly group: ChangedGroup;
}

/** Those who were in the group already are not among them. */
export interface MembersAdded {
  readonly type: 'group.members_added';
  readonly group: ChangedGroup;
  readonly members: readonly ChangedMember[];
}

/** Those who were not in the group are not among them; a user who is deleted or comes back is no change of members. */
export interface MembersRemoved {
  readonly type: 'group.members_removed';
  readonly group: ChangedGroup;
  readonly members: readonly ChangedMember[];
}

export interface ChangedGroup {
  readonly id: string;
  readonly identityProviderId: string;
  readonly externalId: string | null;
  readonly displayName: string;
}

/** A user or group in a group. */
export interface ChangedMember {
  readonly kind: 'User' | 'Group';
  /** Of the SCIM resource. */
  readonly id: string;
  /** Of a user. */
  readonly directoryUserId: string | null;
}

/** A tenant is gone with everything in it; its users and groups have no changes of their own. */
export interface TenantErased {
  readonly type: 'tenant.erased';
  readonly tenantId: string;
}
