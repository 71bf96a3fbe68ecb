import type { AuditKey } from '../inbound-scim.settings.js';
import { authenticate, digestOf } from './seal-event.js';
import type { StoredEvent } from './stored-event.js';

/** What is wrong with the event by itself; undefined if it is as it was written. Erased words are no fault. */
export function verifyEvent(event: StoredEvent, keys: ReadonlyMap<string, AuditKey>): string | undefined {
  const key = keys.get(event.keyId);
  if (!key) return `It is signed with the key "${event.keyId}", which this service does not have.`;
  if (!authenticate(event, key).equals(event.hmac)) return 'It was changed, or was not written by this service.';
  const { personalWords } = event;
  if (!personalWords || digestOf(personalWords.salt, personalWords.detail).equals(event.detailDigest)) return undefined;
  return 'Its personal words were changed.';
}
