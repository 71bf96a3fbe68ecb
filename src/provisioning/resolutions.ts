import type { ConflictKind } from '../directory/conflict.js';
import type { Conflict, Resolution } from '../directory/conflict.entity.js';

/** What an administrator may say of each kind of conflict, and nothing else. */
const OF_KIND: Readonly<Record<ConflictKind, readonly Resolution[]>> = {
  userName: ['link', 'release', 'keep_apart', 'dismiss'],
  externalId: ['link', 'release', 'keep_apart', 'dismiss'],
  displayName: ['release', 'keep_apart', 'dismiss'],
  email: ['link', 'release', 'keep_apart', 'dismiss'],
  email_taken: ['link', 'keep_apart'],
  email_reserved: ['link', 'keep_apart'],
  handover: ['dismiss'],
  protected_leaver: ['dismiss'],
  protected_group: ['dismiss'],
};

/** The resolutions of this very conflict: there must be somebody to link to, or to release. */
export function resolutionsOf({ kind, existing }: Conflict): readonly Resolution[] {
  return OF_KIND[kind].filter((resolution) => {
    if (resolution === 'release')
      return existing.scimUserId !== undefined || existing.scimGroupId !== undefined || kind === 'email';
    if (resolution === 'link') return existing.directoryUserId !== undefined;
    return true;
  });
}

/** A resolution about an address acts at once; one about names acts with the next push of that pair. */
export function isAboutEmail(kind: ConflictKind): boolean {
  return kind === 'email' || kind === 'email_taken' || kind === 'email_reserved';
}
