import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../kernel/limits.js';
import type { Connection, TenantConfig } from '../tenants/tenant-config.js';
import { type Admission, admissionOf, type FoundToken } from './admission.js';
import { type Arrival, refusalReason, type RefusalReason } from './refusal-reason.js';

const ID = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';
const NOW = new Date('2026-03-01T12:00:00Z');

const CONNECTION: Connection = {
  id: ID,
  tenantId: '0198c2a4-0000-7000-8000-000000000001',
  name: 'Entra',
  kind: 'entra',
  strict: false,
  enabled: true,
  position: 0,
  domains: [],
  allowedNetworks: [],
  extensions: [],
};

const TOKEN = { id: '0198c2a4-0000-7000-8000-000000000002', name: 'x', expiresAt: null, revokedAt: null };

interface Case {
  readonly name: string;
  readonly token?: Partial<FoundToken>;
  readonly connection?: Partial<Connection>;
  readonly publicUrl?: string;
  readonly arrival?: Partial<Arrival>;
  readonly reason: RefusalReason | undefined;
}

const TEMPLATE = 'https://{tenant}.example.com';

const CASES: readonly Case[] = [
  { name: 'a token in its own place', reason: undefined },
  {
    name: 'the identity provider’s id in capitals',
    arrival: { identityProviderId: ID.toUpperCase() },
    reason: undefined,
  },
  { name: 'another identity provider', arrival: { identityProviderId: TOKEN.id }, reason: 'wrong_identity_provider' },
  { name: 'no identity provider', arrival: { identityProviderId: '' }, reason: 'wrong_identity_provider' },
  { name: 'a revoked token', token: { revokedAt: new Date(NOW.getTime() - 1) }, reason: 'revoked' },
  { name: 'a token in its last millisecond', token: { expiresAt: new Date(NOW.getTime() + 1) }, reason: undefined },
  { name: 'a token that expires now', token: { expiresAt: NOW }, reason: 'expired' },
  { name: 'a disabled identity provider', connection: { enabled: false }, reason: 'disabled' },
  { name: 'any host', arrival: { hostname: 'evil.example' }, reason: undefined },
  { name: 'the tenant’s host', publicUrl: TEMPLATE, arrival: { hostname: 'Acme.example.com' }, reason: undefined },
  { name: 'another tenant’s host', publicUrl: TEMPLATE, arrival: { hostname: 'b.example.com' }, reason: 'wrong_host' },
  { name: 'no host', publicUrl: TEMPLATE, arrival: { hostname: undefined }, reason: 'wrong_host' },
  { name: 'its own tenant', arrival: { tenantId: CONNECTION.tenantId }, reason: undefined },
  { name: 'another tenant of the application', arrival: { tenantId: TOKEN.id }, reason: 'wrong_host' },
  { name: 'a place of no tenant', arrival: { tenantId: null }, reason: 'wrong_host' },
  { name: 'an allowed network', connection: { allowedNetworks: ['192.0.2.0/24'] }, reason: undefined },
  { name: 'a foreign network', connection: { allowedNetworks: ['198.51.100.0/24'] }, reason: 'network' },
  {
    name: 'an address that is not known',
    connection: { allowedNetworks: ['0.0.0.0/0'] },
    arrival: { sourceAddress: undefined },
    reason: 'network',
  },
];

describe('a token', () => {
  it.each(CASES)('$name: $reason', (given) => {
    const arrival = { identityProviderId: ID, hostname: 'any.example', sourceAddress: '192.0.2.7', at: NOW };
    expect(refusalReason(admissionFor(given), { ...arrival, ...given.arrival })).toBe(given.reason);
  });

  it('that nobody has is unknown', () => {
    const arrival = { identityProviderId: ID, hostname: 'any.example', sourceAddress: '192.0.2.7', at: NOW };
    expect(refusalReason(undefined, arrival)).toBe('unknown');
  });
});

function admissionFor({ token, connection, publicUrl = 'http://localhost:3000' }: Case): Admission | undefined {
  const config: TenantConfig = {
    tenantId: CONNECTION.tenantId,
    subdomain: 'acme',
    version: '1',
    connections: [{ ...CONNECTION, ...connection }],
    hadOtherConnections: false,
    attributes: [],
  };
  return admissionOf({ ...TOKEN, identityProviderId: ID, ...token }, config, {
    publicUrl,
    path: 'scim/v2/inbound',
    limits: DEFAULT_LIMITS,
  });
}
