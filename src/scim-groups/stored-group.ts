import type { Resource } from '../kernel/resource/resource.js';
import { fold } from '../kernel/text/fold.js';

/** A received group as it is kept; its members are rows of their own. */
export interface StoredGroup {
  readonly id: string;
  readonly identityProviderId: string;
  readonly externalId: string | null;
  readonly displayNameKey: string;
  readonly resource: Resource;
  readonly version: string;
  /** Its `externalId` cannot be changed by SCIM. */
  readonly protected: boolean;
  readonly createdAt: Date;
  readonly lastModified: Date;
}

/** What the columns beside a group's resource hold. A group has a `displayName` by the time it is stored. */
export function groupKeys(resource: Resource): Pick<StoredGroup, 'externalId' | 'displayNameKey'> {
  const { externalId, displayName } = resource;
  return {
    externalId: typeof externalId === 'string' ? externalId : null,
    displayNameKey: fold(typeof displayName === 'string' ? displayName : ''),
  };
}

export function displayNameOf({ resource }: Pick<StoredGroup, 'resource'>): string {
  return typeof resource.displayName === 'string' ? resource.displayName : '';
}
