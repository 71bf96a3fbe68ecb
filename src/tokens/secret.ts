import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a secret begins with: a SCIM token of an identity provider, or an admin key. */
export type SecretKind = 'iscim_' | 'iscim_admin_';

/** 256 bits, which no one guesses: so a plain SHA-256 keeps them, and a look-up costs 2 µs. */
const SECRET_BYTES = 32;
const SECRET_CHARACTERS = 43;
const CHECKSUM_CHARACTERS = 6;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A new secret: its kind, then 43 characters of base62 for 32 random bytes, then 6 characters of base62 for the CRC-32 of
 * everything before them. The kind makes it recognisable to a scanner for leaked secrets
 * (`/\biscim_(admin_)?[0-9A-Za-z]{49}\b/`), the checksum tells a real one from a look-alike without asking the service,
 * and no character of it ends a word: a double click selects it whole.
 */
export function mintSecret(kind: SecretKind): string {
  let rest = BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`);
  let random = '';
  for (; random.length < SECRET_CHARACTERS; rest /= 62n) random = DIGITS.charAt(Number(rest % 62n)) + random;
  const body = kind + random;
  return body + checksumOf(body);
}

/** Whether the text was made by `mintSecret`; a secret that was mistyped or cut is not. */
export function isSecret(kind: SecretKind, text: string): boolean {
  if (text.length !== kind.length + SECRET_CHARACTERS + CHECKSUM_CHARACTERS || !text.startsWith(kind)) return false;
  const body = text.slice(0, -CHECKSUM_CHARACTERS);
  return BASE62.test(body.slice(kind.length)) && checksumOf(body) === text.slice(-CHECKSUM_CHARACTERS);
}

/** What is stored and looked up by: SHA-256, in hexadecimal. */
export function hashOf(secret: string): string {
  return hash('sha256', secret);
}

/** Of a secret so many characters after its kind are kept and shown, for people to tell them apart: 24 of 256 bits. */
const SHOWN_CHARACTERS = 4;

/** The first characters of a secret; of one that was not made here, the first four. */
export function shownPrefix(secret: string): string {
  const kind = KINDS.find((prefix) => isSecret(prefix, secret)) ?? '';
  return secret.slice(0, kind.length + SHOWN_CHARACTERS);
}

const KINDS: readonly SecretKind[] = ['iscim_admin_', 'iscim_'];

const BASE62 = /^[0-9A-Za-z]+$/;

function checksumOf(body: string): string {
  let text = '';
  for (let rest = crc32(body); text.length < CHECKSUM_CHARACTERS; rest = Math.floor(rest / 62))
    text = DIGITS.charAt(rest % 62) + text;
  return text;
}
