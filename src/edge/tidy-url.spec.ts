import { describe, expect, it } from '@jest/globals';
import { tidyUrl } from './tidy-url.js';

const PREFIX = '/scim/v2/inbound';

describe('tidyUrl', () => {
  it.each([
    ['/scim/v2/inbound/1/Users', '/scim/v2/inbound/1/Users'],
    ['/scim/v2/inbound/1/Users/', '/scim/v2/inbound/1/Users'],
    ['/scim/v2/inbound/1//Users', '/scim/v2/inbound/1/Users'],
    ['//scim/v2//inbound///1/Users//', '/scim/v2/inbound/1/Users'],
    ['/SCIM/v2/Inbound/1//Users', '/SCIM/v2/Inbound/1/Users'],
    ['/scim/v2/inbound/1//Users/?filter=a//b/', '/scim/v2/inbound/1/Users?filter=a//b/'],
    ['/scim/v2/inbound/1/Users?filter=a//b/', '/scim/v2/inbound/1/Users?filter=a//b/'],
  ])('makes of %s %s', (url, tidy) => {
    expect(tidyUrl(url, PREFIX)).toBe(tidy);
  });

  it.each([
    '/other//path/',
    '/scim/v2/inboundary//x',
    '/x//scim/v2/inbound/1',
    '//',
    '/',
    '*',
    '/?a=/scim/v2/inbound//',
  ])('leaves %s alone', (url) => {
    expect(tidyUrl(url, PREFIX)).toBe(url);
  });

  it('reads a long row of slashes once', () => {
    expect(tidyUrl(`/scim/v2/inbound/1${'/'.repeat(16_000)}Users`, PREFIX)).toBe('/scim/v2/inbound/1/Users');
  });
});
