/**
 * The token of an `Authorization: Bearer` header (RFC 6750 §2.1), or undefined for any other header. The scheme is read in
 * any case (RFC 9110 §11.1), and blanks around and between are forgiven.
 */
export function bearerCredentials(header: string): string | undefined {
  return BEARER.exec(header)?.[1];
}

/** No part begins with what the part before it may end with, so nothing is read twice. */
const BEARER = /^[ \t]*bearer[ \t]+([^ \t]+)[ \t]*$/i;
