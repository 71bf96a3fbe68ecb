const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An `id` is case-exact (RFC 7643 §3.1); what is no UUID is nobody's, and must not reach a cast. */
export function uuidOf(value: string): string | undefined {
  return UUID.test(value) ? value : undefined;
}
