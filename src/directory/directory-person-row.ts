import type { Resource } from '../kernel/resource/resource.js';
import type { DirectoryPerson, DirectoryResource } from './directory-person.js';
import { PERSON_COLUMNS, type PersonColumns, toPerson } from './person-row.js';

/** The columns of the person `p` with all that was received of them, deleted resources too, as `toDirectoryPerson` reads them. */
export const DIRECTORY_PERSON_COLUMNS = `${PERSON_COLUMNS}, p.updated_at AS person_updated_at,
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'identityProviderId', r.identity_provider_id, 'externalId', r.external_id,
      'active', r.active, 'deleted', r.deleted_at IS NOT NULL, 'resource', r.resource, 'createdAt', r.created_at,
      'lastModified', r.last_modified) ORDER BY r.created_at, r.id), '[]')
    FROM inbound_scim.scim_user r WHERE r.tenant_id = p.tenant_id AND r.directory_user_id = p.id) AS received`;

export interface DirectoryPersonRow extends PersonColumns {
  readonly person_updated_at: Date;
  readonly received: readonly ReceivedRow[];
}

interface ReceivedRow extends Omit<DirectoryResource, 'createdAt' | 'lastModified'> {
  readonly resource: Resource;
  readonly createdAt: string;
  readonly lastModified: string;
}

export function toDirectoryPerson(row: DirectoryPersonRow): DirectoryPerson {
  return {
    person: toPerson(row),
    updatedAt: row.person_updated_at,
    resources: row.received.map(({ createdAt, lastModified, ...resource }) => ({
      ...resource,
      createdAt: new Date(createdAt),
      lastModified: new Date(lastModified),
    })),
  };
}
