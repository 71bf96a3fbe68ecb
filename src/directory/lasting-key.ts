import type { Connection } from '../tenants/tenant-config.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NIL_OR_MAX = /^(0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12})$/i;
/** Okta's user ids: `00u` and 17 letters or digits. */
const OKTA_USER_ID = /^00u[0-9A-Za-z]{17}$/;

/**
 * Whether an `externalId` is never given to another object, so that it may tell who somebody is: Entra's `objectId` and Okta's ids are by
 * their shape, Entra's other default (`mailNickname`) is not; a connection's setting may say it of any value but the nil and the max UUID,
 * which stand for nobody.
 */
export function isLasting(externalId: string | null, connection: Connection): externalId is string {
  if (externalId === null || externalId === '' || NIL_OR_MAX.test(externalId)) return false;
  if (OKTA_USER_ID.test(externalId) || UUID.test(externalId)) return true;
  return connection.externalIdIsLasting ?? connection.kind !== 'entra';
}
