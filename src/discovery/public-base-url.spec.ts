import { describe, expect, it } from '@jest/globals';
import { publicBaseUrl } from './public-base-url.js';

interface Case {
  readonly name: string;
  readonly publicUrl: string;
  readonly hostname?: string;
  readonly url: string;
}

const ID = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';
const TEMPLATE = 'https://{tenant}.example.com';

const CASES: readonly Case[] = [
  { name: 'a fixed URL', publicUrl: 'http://127.0.0.1:3000', hostname: 'evil.example', url: 'http://127.0.0.1:3000' },
  { name: 'the tenant’s host', publicUrl: TEMPLATE, hostname: 'acme.example.com', url: 'https://acme.example.com' },
  { name: 'it in any case', publicUrl: TEMPLATE, hostname: 'ACME.Example.com', url: 'https://acme.example.com' },
  {
    name: 'the port of the template',
    publicUrl: 'http://{tenant}.localhost:3000',
    hostname: 'acme.localhost',
    url: 'http://acme.localhost:3000',
  },
  {
    name: 'a placeholder within a label',
    publicUrl: 'https://scim-{tenant}.example.com',
    hostname: 'scim-acme.example.com',
    url: 'https://scim-acme.example.com',
  },
  { name: 'a foreign host', publicUrl: TEMPLATE, hostname: 'evil.example', url: 'https://example.com' },
  { name: 'a host that only ends alike', publicUrl: TEMPLATE, hostname: 'evilexample.com', url: 'https://example.com' },
  { name: 'two labels', publicUrl: TEMPLATE, hostname: 'a.b.example.com', url: 'https://example.com' },
  { name: 'no label', publicUrl: TEMPLATE, hostname: '.example.com', url: 'https://example.com' },
  { name: 'markup', publicUrl: TEMPLATE, hostname: '<b>.example.com', url: 'https://example.com' },
  { name: 'a replacement pattern', publicUrl: TEMPLATE, hostname: '$&.example.com', url: 'https://example.com' },
  { name: 'no host', publicUrl: TEMPLATE, url: 'https://example.com' },
];

describe('publicBaseUrl', () => {
  it.each(CASES)('of $name', ({ publicUrl, hostname, url }) => {
    expect(publicBaseUrl({ publicUrl, path: 'scim/v2/inbound' }, { identityProviderId: ID, hostname })).toBe(
      `${url}/scim/v2/inbound/${ID}`,
    );
  });
});
