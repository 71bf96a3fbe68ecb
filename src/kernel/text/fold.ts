/**
 * The form in which texts are equal whatever their case: NFC, then lower case without a locale.
 * PostgreSQL's `inbound_scim.fold(text)` gives the same, so that a key stored by one is found by the other.
 */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
