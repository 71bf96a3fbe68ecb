import { describe, expect, it } from '@jest/globals';
import { aConnection, anotherConnection, aResource, frozen } from '../../test/support/people.js';
import { domainOf, inPrecedence, ownerOfDomain } from './leading-resource.js';

const entra = aConnection();
const okta = anotherConnection();
const ofEntra = aResource({ id: 'of-entra', identityProviderId: 'entra' });
const ofOkta = aResource({ id: 'of-okta', identityProviderId: 'okta' });
const ofEnded = aResource({ id: 'of-ended', identityProviderId: 'ended' });

describe('inPrecedence', () => {
  const cases = [
    { name: 'the tenant’s order', resources: [ofOkta, ofEntra], order: ['of-entra', 'of-okta'] },
    {
      name: 'the connection to which the domain is reserved comes first',
      connections: [entra, { ...okta, domains: ['corp.example'] }],
      resources: [ofEntra, ofOkta],
      order: ['of-okta', 'of-entra'],
    },
    {
      name: 'not for another domain',
      connections: [entra, { ...okta, domains: ['other.example'] }],
      resources: [ofEntra, ofOkta],
      order: ['of-entra', 'of-okta'],
    },
    {
      name: 'nor for a domain beneath the reserved one',
      connections: [entra, { ...okta, domains: ['example'] }],
      resources: [ofEntra, ofOkta],
      order: ['of-entra', 'of-okta'],
    },
    {
      name: 'a person without an address follows the tenant’s order',
      connections: [entra, { ...okta, domains: ['corp.example'] }],
      emailKey: null,
      resources: [ofOkta, ofEntra],
      order: ['of-entra', 'of-okta'],
    },
    {
      name: 'a deleted resource does not count, even of the owner of the domain',
      connections: [entra, { ...okta, domains: ['corp.example'] }],
      resources: [{ ...ofOkta, deleted: true }, ofEntra],
      order: ['of-entra'],
    },
    {
      name: 'an inactive one does',
      resources: [{ ...ofEntra, active: false }, ofOkta],
      order: ['of-entra', 'of-okta'],
    },
    { name: 'a connection that was ended comes last', resources: [ofEnded, ofOkta], order: ['of-okta', 'of-ended'] },
    { name: 'nothing is left', resources: [{ ...ofEntra, deleted: true }], order: [] },
  ];
  it.each(cases)('$name', ({ resources, connections = [entra, okta], emailKey = 'ana@corp.example', order }) => {
    const found = inPrecedence(frozen(resources), frozen(connections), emailKey);
    expect(found.map(({ id }) => id)).toEqual(order);
  });
});

describe('a reserved domain', () => {
  it.each([
    ['ana@corp.example', 'corp.example'],
    ['a@b@corp.example', 'corp.example'],
    ['ana@corp.example.', 'corp.example'],
    ['ana@corp', 'corp'],
    ['ana@bücher.example', 'xn--bcher-kva.example'],
  ])('of %s is %s', (emailKey, domain) => {
    expect(domainOf(emailKey)).toBe(domain);
  });

  it('has one owner, or none', () => {
    const connections = [entra, { ...okta, domains: ['corp.example'] }];
    expect(ownerOfDomain('corp.example', connections)?.id).toBe('okta');
    expect(ownerOfDomain('sub.corp.example', connections)).toBeUndefined();
  });
});
