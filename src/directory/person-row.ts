import type { CanonicalAttributes, LinkedResource, Person, PersonStatus, PersonWithResources } from './person.js';

/** The columns of `directory_user` under the alias `p`, named apart from those of a user beside them. */
export const PERSON_COLUMNS = `p.id AS person_id, p.email, p.email_key, p.status, p.held, p.deactivated_by_administrator, p.protected, p.attributes,
  p.revision, p.created_at AS person_created_at`;

/** The received resources of the person `p`, deleted ones too, as a JSON list; `besides` leaves some out. */
export function linkedResources(besides = ''): string {
  return `(SELECT coalesce(json_agg(json_build_object('id', r.id, 'identityProviderId', r.identity_provider_id, 'externalId', r.external_id,
      'active', r.active, 'deleted', r.deleted_at IS NOT NULL, 'resource', r.resource) ORDER BY r.created_at, r.id), '[]')
    FROM inbound_scim.scim_user r WHERE r.tenant_id = p.tenant_id AND r.directory_user_id = p.id ${besides}) AS linked`;
}

/** A person without their resources. */
export interface PersonColumns extends Record<string, unknown> {
  readonly person_id: string;
  readonly email: string | null;
  readonly email_key: string | null;
  readonly status: PersonStatus;
  readonly held: boolean;
  readonly deactivated_by_administrator: boolean;
  readonly protected: boolean;
  readonly attributes: CanonicalAttributes;
  readonly revision: string;
  readonly person_created_at: Date;
}

export interface PersonRow extends PersonColumns {
  readonly linked: readonly LinkedResource[];
}

export function toPerson(row: PersonColumns): Person {
  return {
    id: row.person_id,
    email: row.email,
    emailKey: row.email_key,
    status: row.status,
    held: row.held,
    deactivatedByAdministrator: row.deactivated_by_administrator,
    protected: row.protected,
    attributes: row.attributes,
    revision: row.revision,
    createdAt: row.person_created_at,
  };
}

export function toPersonWithResources(row: PersonRow): PersonWithResources {
  return { person: toPerson(row), resources: row.linked };
}
