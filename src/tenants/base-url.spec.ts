import { describe, expect, it } from '@jest/globals';
import { baseUrl, hostnameOf, type TenantAddress } from './base-url.js';

const ID = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

const ACME = { id: '0198c2a4-0000-7000-8000-000000000001', subdomain: 'acme' };

const CASES = [
  {
    name: 'one address for every tenant',
    publicUrl: 'http://127.0.0.1:3000',
    url: `http://127.0.0.1:3000/scim/v2/inbound/${ID}`,
    hostname: undefined,
  },
  {
    name: 'a host for each tenant',
    publicUrl: 'https://{tenant}.example.com',
    url: `https://acme.example.com/scim/v2/inbound/${ID}`,
    hostname: 'acme.example.com',
  },
  {
    name: 'a port, which is no part of the host name',
    publicUrl: 'http://{tenant}.localhost:3000',
    url: `http://acme.localhost:3000/scim/v2/inbound/${ID}`,
    hostname: 'acme.localhost',
  },
  {
    name: 'a template in capitals',
    publicUrl: 'https://{tenant}.Example.COM',
    url: `https://acme.Example.COM/scim/v2/inbound/${ID}`,
    hostname: 'acme.example.com',
  },
  {
    name: 'a tenant that the application tells itself',
    publicUrl: (tenant: TenantAddress | undefined) => `https://app.example.com/of/${tenant?.id}/`,
    url: `https://app.example.com/of/0198c2a4-0000-7000-8000-000000000001/scim/v2/inbound/${ID}`,
    hostname: undefined,
  },
];

describe('the base URL', () => {
  it.each(CASES)('of $name', ({ publicUrl, url, hostname }) => {
    expect(baseUrl({ publicUrl, path: 'scim/v2/inbound' }, ACME, ID)).toBe(url);
    expect(hostnameOf(publicUrl, 'acme')).toBe(hostname);
  });
});
