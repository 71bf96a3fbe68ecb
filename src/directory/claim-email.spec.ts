import { describe, expect, it } from '@jest/globals';
import {
  aConfig,
  aConnection,
  ANAS_KEY,
  anotherConnection,
  aPerson,
  aResource,
  aUser,
  BENS_KEY,
  daysAgo,
  frozen,
  linked,
  NOW,
} from '../../test/support/people.js';
import type { Connection, TenantConfig } from '../tenants/tenant-config.js';
import { type Claim, claimEmail, type Claimant } from './claim-email.js';
import type { LinkedResource, Person } from './person.js';

/** Ben claims Ana's address by the connection `entra`, unless a row says otherwise. */
interface Case {
  readonly name: string;
  readonly by?: Partial<Connection>;
  /** The other connections of the tenant, in its order. */
  readonly besides?: readonly Connection[];
  readonly config?: Partial<TenantConfig>;
  readonly claimant?: Partial<Claimant>;
  /** Who has the address; absent: nobody. */
  readonly holder?: { readonly person?: Partial<Person>; readonly resources: readonly LinkedResource[] };
  readonly claim: Claim['kind'];
}

const ADDRESS = { address: 'Ana@Corp.example', key: 'ana@corp.example', isOfficial: true };
const okta = anotherConnection();
const oktaOwnsDomain = anotherConnection({ domains: ['corp.example'] });
const trusted = { trustEmail: { domains: ['corp.example'], until: new Date(NOW.getTime() + 1) } };
const notTrustedAnyMore = { trustEmail: { domains: ['corp.example'], until: NOW } };

const ofEntra = aResource({ id: 'of-entra', externalId: ANAS_KEY });
const ofOkta = aResource({ id: 'of-okta', identityProviderId: 'okta', externalId: 'E-1001' });
const unlinked: readonly LinkedResource[] = [];

function claimOf({ by, besides = [], config, claimant, holder }: Case): Claim {
  const connection = aConnection(by);
  const whole: Claimant = {
    email: ADDRESS,
    connection,
    config: aConfig([connection, ...besides], config),
    externalId: BENS_KEY,
    now: NOW,
    ...claimant,
  };
  return claimEmail(frozen(whole), frozen(holder && { person: aPerson(holder.person), resources: holder.resources }));
}

describe('claimEmail', () => {
  describe('no one has the address', () => {
    const cases: readonly Case[] = [
      { name: 'its domain is reserved to nobody: granted', besides: [okta], claim: 'granted' },
      {
        name: 'its domain is reserved to this identity provider: granted',
        by: { domains: ['corp.example'] },
        besides: [okta],
        claim: 'granted',
      },
      { name: 'its domain is reserved to another: refused', besides: [oktaOwnsDomain], claim: 'refused' },
      {
        name: 'its domain is reserved to another, written with a dot at its end: refused all the same',
        besides: [oktaOwnsDomain],
        claimant: { email: { ...ADDRESS, key: 'ana@corp.example.' } },
        claim: 'refused',
      },
      {
        name: 'its domain is reserved to another that is disabled: refused all the same',
        besides: [{ ...oktaOwnsDomain, enabled: false }],
        claim: 'refused',
      },
      {
        name: 'a domain beneath the reserved one: granted',
        besides: [okta, anotherConnection({ domains: ['example'] })],
        claim: 'granted',
      },
      {
        name: 'reserved to another, but trustEmail: granted',
        by: trusted,
        besides: [oktaOwnsDomain],
        claim: 'granted',
      },
      {
        name: 'reserved to another, and trustEmail has expired: refused',
        by: notTrustedAnyMore,
        besides: [oktaOwnsDomain],
        claim: 'refused',
      },
      {
        name: 'reserved to another, and trustEmail is for other domains: refused',
        by: { trustEmail: { domains: ['other.example'], until: new Date(NOW.getTime() + 1) } },
        besides: [oktaOwnsDomain],
        claim: 'refused',
      },
    ];
    it.each(cases)('$name', (row) => {
      expect(claimOf(row).kind).toBe(row.claim);
    });

    it('tells to whom the domain is reserved', () => {
      const row: Case = { name: '', besides: [oktaOwnsDomain], claim: 'refused' };
      expect(claimOf(row)).toEqual({ kind: 'refused', reservedTo: 'okta' });
    });
  });

  describe('an unlinked directory user has it', () => {
    const cases: readonly Case[] = [
      {
        name: 'the only identity provider the tenant ever had: linked',
        holder: { resources: unlinked },
        claim: 'linked',
      },
      {
        name: 'not the only one: refused',
        besides: [okta],
        holder: { resources: unlinked },
        claim: 'refused',
      },
      {
        name: 'not the only one, the other being disabled: refused',
        besides: [{ ...okta, enabled: false }],
        holder: { resources: unlinked },
        claim: 'refused',
      },
      {
        name: 'the only one now, but there was another: refused',
        config: { hadOtherConnections: true },
        holder: { resources: unlinked },
        claim: 'refused',
      },
      {
        name: 'the domain is reserved to this identity provider: linked',
        by: { domains: ['corp.example'] },
        besides: [okta],
        holder: { resources: unlinked },
        claim: 'linked',
      },
      {
        name: 'trustEmail covers it: linked',
        by: trusted,
        besides: [oktaOwnsDomain],
        holder: { resources: unlinked },
        claim: 'linked',
      },
      {
        name: 'trustEmail has expired: refused',
        by: notTrustedAnyMore,
        besides: [okta],
        holder: { resources: unlinked },
        claim: 'refused',
      },
      {
        name: 'the address is neither the primary nor a work one: refused',
        claimant: { email: { ...ADDRESS, isOfficial: false } },
        holder: { resources: unlinked },
        claim: 'refused',
      },
      {
        name: 'the user is protected: refused',
        by: { ...trusted, domains: ['corp.example'] },
        holder: { person: { protected: true }, resources: unlinked },
        claim: 'refused',
      },
      {
        name: 'the user is held by an administrator: refused',
        by: { ...trusted, domains: ['corp.example'] },
        holder: { person: { deactivatedByAdministrator: true, status: 'deactivated' }, resources: unlinked },
        claim: 'refused',
      },
    ];
    it.each(cases)('$name', (row) => {
      expect(claimOf(row).kind).toBe(row.claim);
    });
  });

  describe('a person of this identity provider has it', () => {
    const cases: readonly Case[] = [
      {
        name: 'deleted: the old one gives it up',
        holder: { resources: [{ ...ofEntra, deleted: true }] },
        claim: 'given_up',
      },
      {
        name: 'deleted under the very same key (a nickname that was recycled): gives it up',
        claimant: { externalId: 'ana' },
        holder: { resources: [{ ...ofEntra, externalId: 'ana', deleted: true }] },
        claim: 'given_up',
      },
      {
        name: 'inactive under another key: gives it up',
        holder: { resources: [{ ...ofEntra, active: false }] },
        claim: 'given_up',
      },
      {
        name: 'inactive without a key, which counts as another one: gives it up',
        claimant: { externalId: null },
        holder: { resources: [{ ...ofEntra, externalId: null, active: false }] },
        claim: 'given_up',
      },
      {
        name: 'inactive under the same key: a colleague still',
        claimant: { externalId: ANAS_KEY },
        holder: { resources: [{ ...ofEntra, active: false }] },
        claim: 'shared',
      },
      {
        name: 'active (a shared mailbox): the newcomer goes without',
        holder: { resources: [ofEntra] },
        claim: 'shared',
      },
      {
        name: 'deactivated by an administrator but active there: the newcomer goes without',
        holder: { person: { deactivatedByAdministrator: true }, resources: [ofEntra] },
        claim: 'shared',
      },
      {
        name: 'deleted here but active at another identity provider: the newcomer goes without',
        besides: [okta],
        holder: { resources: [{ ...ofEntra, deleted: true }, ofOkta] },
        claim: 'shared',
      },
      {
        name: 'gone from both: gives it up',
        besides: [okta],
        holder: {
          resources: [
            { ...ofEntra, deleted: true },
            { ...ofOkta, active: false },
          ],
        },
        claim: 'given_up',
      },
      {
        name: 'one of two records of theirs is active: the newcomer goes without',
        holder: {
          resources: [
            { ...ofEntra, deleted: true },
            { ...ofEntra, id: 'second' },
          ],
        },
        claim: 'shared',
      },
      {
        name: 'protected, though deleted: refused',
        holder: { person: { protected: true }, resources: [{ ...ofEntra, deleted: true }] },
        claim: 'refused',
      },
      {
        name: 'protected, and trustEmail changes nothing: refused',
        by: trusted,
        holder: { person: { protected: true }, resources: [{ ...ofEntra, active: false }] },
        claim: 'refused',
      },
      {
        name: 'left, but the domain is reserved to another by now: refused',
        besides: [oktaOwnsDomain],
        holder: { resources: [{ ...ofEntra, deleted: true }] },
        claim: 'refused',
      },
    ];
    it.each(cases)('$name', (row) => {
      expect(claimOf(row).kind).toBe(row.claim);
    });
  });

  describe('anyone else has it', () => {
    const cases: readonly Case[] = [
      { name: 'active there: refused', besides: [okta], holder: { resources: [ofOkta] }, claim: 'refused' },
      {
        name: 'inactive there: refused',
        besides: [okta],
        holder: { resources: [{ ...ofOkta, active: false }] },
        claim: 'refused',
      },
      {
        name: 'deleted there (an address freed by a leaver of another identity provider): refused',
        besides: [okta],
        holder: { resources: [{ ...ofOkta, deleted: true }] },
        claim: 'refused',
      },
      {
        name: 'a domain of one’s own takes nobody over: refused',
        by: { domains: ['corp.example'] },
        besides: [okta],
        holder: { resources: [ofOkta] },
        claim: 'refused',
      },
      {
        name: 'an owner trusts this connection for the domain: linked',
        by: trusted,
        besides: [okta],
        holder: { resources: [ofOkta] },
        claim: 'linked',
      },
      {
        name: 'trusted, even where the domain is reserved to the other: linked',
        by: trusted,
        besides: [oktaOwnsDomain],
        holder: { resources: [ofOkta] },
        claim: 'linked',
      },
      {
        name: 'trusted, and the user is protected: refused',
        by: trusted,
        besides: [okta],
        holder: { person: { protected: true }, resources: [ofOkta] },
        claim: 'refused',
      },
      {
        name: 'the trust has expired this very moment: refused',
        by: notTrustedAnyMore,
        besides: [okta],
        holder: { resources: [ofOkta] },
        claim: 'refused',
      },
      {
        name: 'trusted for another domain: refused',
        by: { trustEmail: { domains: ['other.example'], until: new Date(NOW.getTime() + 1) } },
        besides: [okta],
        holder: { resources: [ofOkta] },
        claim: 'refused',
      },
    ];
    it.each(cases)('$name', (row) => {
      expect(claimOf(row).kind).toBe(row.claim);
    });
  });

  describe('it is theirs already', () => {
    const cases: readonly Case[] = [
      { name: 'granted', claimant: { personId: 'p-ana' }, holder: { resources: [ofEntra] }, claim: 'granted' },
      {
        name: 'granted, though the domain was reserved to another meanwhile',
        besides: [oktaOwnsDomain],
        claimant: { personId: 'p-ana' },
        holder: { resources: [ofEntra] },
        claim: 'granted',
      },
      {
        name: 'not granted to somebody else by this',
        claimant: { personId: 'p-ben' },
        holder: { resources: [ofEntra] },
        claim: 'shared',
      },
    ];
    it.each(cases)('$name', (row) => {
      expect(claimOf(row).kind).toBe(row.claim);
    });
  });

  it('hands out the holder as they were given', () => {
    const holder = linked(aPerson(), aUser({ active: false }, { deletedAt: daysAgo(1) }));
    const connection = aConnection();
    const claimant = { email: ADDRESS, connection, config: aConfig([connection]), externalId: BENS_KEY, now: NOW };
    expect(claimEmail(claimant, holder)).toEqual({ kind: 'given_up', holder });
  });
});
