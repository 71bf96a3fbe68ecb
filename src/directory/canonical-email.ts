import type { JsonObject, JsonValue, Resource } from '../kernel/resource/resource.js';
import { emailKey } from '../kernel/text/email-key.js';

export interface CanonicalEmail {
  readonly address: string;
  readonly key: string;
  /** Good enough to link a person by: the primary or a work address, not just any, and no name that merely looks like one. */
  readonly isOfficial: boolean;
}

/** The primary address, else the first work address, else any address, else a `userName` that looks like one; none is fine too. */
export function canonicalEmail(resource: Resource): CanonicalEmail | undefined {
  const emails = elements(resource.emails);
  return (
    firstAddress(emails.filter(isPrimary), true) ??
    firstAddress(emails.filter(isWork), true) ??
    firstAddress(emails, false) ??
    toEmail(resource.userName, false)
  );
}

function isPrimary({ primary }: JsonObject): boolean {
  return primary === true;
}

function isWork({ type }: JsonObject): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'work';
}

function firstAddress(emails: readonly JsonObject[], isOfficial: boolean): CanonicalEmail | undefined {
  for (const { value } of emails) {
    const email = toEmail(value, isOfficial);
    if (email) return email;
  }
  return undefined;
}

function toEmail(value: JsonValue | undefined, isOfficial: boolean): CanonicalEmail | undefined {
  if (typeof value !== 'string') return undefined;
  const key = emailKey(value);
  return key === undefined ? undefined : { address: value, key, isOfficial };
}

function elements(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
