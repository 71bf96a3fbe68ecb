/**
 * The nil UUID (RFC 9562 §5.9): under it stand the events that belong to no tenant, such as an admin key that serves all of
 * them. No tenant can have it.
 */
export const SERVICE_TENANT = '00000000-0000-0000-0000-000000000000';
