import type { AuditKey, InboundScimSettings } from '../inbound-scim.settings.js';

/** The keys that events and checkpoints may be signed with, by their ids: the one in use and those before it. */
export function auditKeys({
  auditKey,
  previousAuditKeys,
}: Pick<InboundScimSettings, 'auditKey' | 'previousAuditKeys'>): ReadonlyMap<string, AuditKey> {
  return new Map([...previousAuditKeys, auditKey].map((key) => [key.id, key]));
}
