import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../kernel/limits.js';
import { serviceProviderConfig } from './service-provider-config.js';

const BASE_URL = 'https://acme.example.com/scim/v2/inbound/1';
const config = serviceProviderConfig({ baseUrl: BASE_URL, resourceTypes: [] }, DEFAULT_LIMITS);

describe('serviceProviderConfig', () => {
  it.each(['patch', 'filter', 'etag', 'bulk', 'sort'])('says that %s is supported', (feature) => {
    expect(config[feature]).toMatchObject({ supported: true });
  });

  it.each(['changePassword'])('says that %s is not', (feature) => {
    expect(config[feature]).toMatchObject({ supported: false });
  });

  it('names the limits', () => {
    expect(config).toMatchObject({
      bulk: { maxOperations: 1000, maxPayloadSize: DEFAULT_LIMITS.bodyBytes },
      filter: { maxResults: 200 },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 200,
        cursorTimeout: 600,
      },
    });
  });

  it('tells how to authenticate and where it stands', () => {
    expect(config).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      authenticationSchemes: [{ type: 'oauthbearertoken', primary: true }],
      meta: { resourceType: 'ServiceProviderConfig', location: `${BASE_URL}/ServiceProviderConfig` },
    });
  });
});
