import { fold } from './fold.js';

/** RFC 5321 §4.5.3.1: 64 for the local part, 255 for the domain, and the sign between them. */
export const MAX_EMAIL_LENGTH = 320;

/**
 * The key by which a person is found by an email address: folded, except that a local part that is not ASCII stays
 * as it is, so that a letter that merely looks like another never links two people.
 * Undefined for what is no address: exactly `local@domain`, no white space, at most 320 characters.
 */
export function emailKey(address: string): string | undefined {
  if (address.length > MAX_EMAIL_LENGTH) return undefined;
  const [, local, domain] = ADDRESS.exec(address) ?? [];
  if (local === undefined || domain === undefined) return undefined;
  return `${isAscii(local) ? fold(local) : local}@${fold(domain)}`;
}

const ADDRESS = /^([^\s@]+)@([^\s@]+)$/u;

function isAscii(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
