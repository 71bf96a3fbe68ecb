import type { Limits } from '../kernel/limits.js';
import { CURSOR_TIMEOUT_S } from '../kernel/message/list-query.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { type Description, locate } from './description.js';
import type { DiscoveryScope } from './discovery-scope.js';

/**
 * `/ServiceProviderConfig` (RFC 7643 §5, RFC 9865 §4): every member is there, with what is not supported saying so. The
 * numbers are those that the service acts by.
 */
export function serviceProviderConfig({ baseUrl }: DiscoveryScope, limits: Limits): Description {
  return locate(configOf(limits), 'ServiceProviderConfig', `${baseUrl}/ServiceProviderConfig`);
}

function configOf({ bodyBytes, bulkOperations, pageSize, defaultPageSize }: Limits): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: bulkOperations, maxPayloadSize: bodyBytes },
    filter: { supported: true, maxResults: pageSize },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: { ...PAGINATION, defaultPageSize, maxPageSize: pageSize },
    authenticationSchemes: [BEARER_TOKEN],
  };
}

const PAGINATION: JsonObject = {
  cursor: true,
  index: true,
  defaultPaginationMethod: 'index',
  cursorTimeout: CURSOR_TIMEOUT_S,
};

const BEARER_TOKEN: JsonObject = {
  type: 'oauthbearertoken',
  name: 'OAuth Bearer Token',
  description: 'A token that an administrator made for this identity provider, in the Authorization header.',
  specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
  primary: true,
};
