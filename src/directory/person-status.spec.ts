import { describe, expect, it } from '@jest/globals';
import { aConnection, anotherConnection, aPerson, aResource, frozen } from '../../test/support/people.js';
import type { LinkedResource, Person, PersonStatus } from './person.js';
import { personStatus } from './person-status.js';

const entra = aResource({ id: 'of-entra', identityProviderId: 'entra' });
const okta = aResource({ id: 'of-okta', identityProviderId: 'okta' });
const inactive = { active: false };
const deleted = { deleted: true };

describe('personStatus', () => {
  const cases: readonly {
    readonly name: string;
    readonly person?: Partial<Person>;
    readonly resources: readonly LinkedResource[];
    readonly oktaLeads?: boolean;
    readonly status: PersonStatus;
  }[] = [
    { name: 'active as its resource', resources: [entra], status: 'active' },
    { name: 'inactive as its resource', resources: [{ ...entra, ...inactive }], status: 'deactivated' },
    { name: 'every resource deleted', resources: [{ ...entra, ...deleted }], status: 'deactivated' },
    { name: 'known to no identity provider', resources: [], status: 'active' },
    {
      name: 'two that disagree: the first in the tenant’s order says no',
      resources: [{ ...entra, ...inactive }, okta],
      status: 'deactivated',
    },
    {
      name: 'two that disagree: the first in the tenant’s order says yes',
      resources: [entra, { ...okta, ...inactive }],
      status: 'active',
    },
    {
      name: 'two that disagree: the owner of the domain says no',
      resources: [entra, { ...okta, ...inactive }],
      oktaLeads: true,
      status: 'deactivated',
    },
    {
      name: 'two that disagree: the owner of the domain says yes',
      resources: [{ ...entra, ...inactive }, okta],
      oktaLeads: true,
      status: 'active',
    },
    {
      name: 'the leading one is deleted: the next decides, yes',
      resources: [{ ...entra, ...deleted, ...inactive }, okta],
      status: 'active',
    },
    {
      name: 'the leading one is deleted: the next decides, no',
      resources: [
        { ...entra, ...deleted },
        { ...okta, ...inactive },
      ],
      status: 'deactivated',
    },
    {
      name: 'an administrator’s word is above every active',
      person: { deactivatedByAdministrator: true },
      resources: [entra, okta],
      status: 'deactivated',
    },
    {
      name: 'and above a hold',
      person: { deactivatedByAdministrator: true, held: true },
      resources: [entra],
      status: 'deactivated',
    },
    {
      name: 'and above protection',
      person: { deactivatedByAdministrator: true, protected: true },
      resources: [entra],
      status: 'deactivated',
    },
    { name: 'a conflict holds', person: { held: true }, resources: [entra], status: 'held' },
    {
      name: 'a conflict holds a protected person too',
      person: { held: true, protected: true },
      resources: [entra],
      status: 'held',
    },
    {
      name: 'protected: active: false is ignored',
      person: { protected: true },
      resources: [{ ...entra, ...inactive }],
      status: 'active',
    },
    {
      name: 'protected: DELETE is ignored',
      person: { protected: true },
      resources: [{ ...entra, ...deleted }],
      status: 'active',
    },
  ];
  it.each(cases)('$name', ({ person, resources, oktaLeads = false, status }) => {
    const connections = [aConnection(), anotherConnection({ domains: oktaLeads ? ['corp.example'] : [] })];
    expect(personStatus(frozen(aPerson(person)), frozen(resources), frozen(connections))).toBe(status);
  });
});
