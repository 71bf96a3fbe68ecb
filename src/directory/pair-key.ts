/** The pushed pair of names against the one who has one of them: what an administrator settles, and what a later push is compared with. */
export function namesPairKey(holderId: string, nameKey: string, externalId: string | null): string {
  return JSON.stringify([holderId, nameKey, externalId]);
}

/** One claim of one resource for one address. */
export function emailPairKey(userId: string, emailKey: string): string {
  return JSON.stringify([userId, emailKey]);
}
