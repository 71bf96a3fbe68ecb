import { MAX_BODY_BYTES } from '../edge/collect-body.js';
import { MAX_BULK_OPERATIONS } from '../kernel/message/bulk-request.js';
import { CURSOR_TIMEOUT_S, DEFAULT_COUNT, MAX_COUNT } from '../kernel/message/list-query.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { type Description, locate } from './description.js';
import type { DiscoveryScope } from './discovery-scope.js';

/**
 * `/ServiceProviderConfig` (RFC 7643 §5, RFC 9865 §4): every member is there, with what is not supported saying so. The
 * numbers are those that the service acts by.
 */
export function serviceProviderConfig({ baseUrl }: DiscoveryScope): Description {
  return locate(CONFIG, 'ServiceProviderConfig', `${baseUrl}/ServiceProviderConfig`);
}

const PAGINATION: JsonObject = {
  cursor: true,
  index: true,
  defaultPaginationMethod: 'index',
  defaultPageSize: DEFAULT_COUNT,
  maxPageSize: MAX_COUNT,
  cursorTimeout: CURSOR_TIMEOUT_S,
};

const BEARER_TOKEN: JsonObject = {
  type: 'oauthbearertoken',
  name: 'OAuth Bearer Token',
  description: 'A token that an administrator made for this identity provider, in the Authorization header.',
  specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
  primary: true,
};

const CONFIG: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: true, maxOperations: MAX_BULK_OPERATIONS, maxPayloadSize: MAX_BODY_BYTES },
  filter: { supported: true, maxResults: MAX_COUNT },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  pagination: PAGINATION,
  authenticationSchemes: [BEARER_TOKEN],
};
