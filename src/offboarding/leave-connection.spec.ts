import { describe, expect, it } from '@jest/globals';
import { aConfig, aConnection, anotherConnection, aPerson, aResource, frozen } from '../../test/support/people.js';
import type { CanonicalAttributes, LinkedResource, Person } from '../directory/person.js';
import { leaveConnection } from './leave-connection.js';
import { type Ending, NO_PROGRESS, type OffboardingRun } from './offboarding-run.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const LONG_AGO = '2025-01-01T00:00:00.000Z';
const config = aConfig([aConnection(), anotherConnection()]);

const run = (ending: Ending): OffboardingRun => ({
  tenantId: 'tenant',
  id: 'run',
  identityProviderId: 'entra',
  name: 'Entra',
  origin: { actor: { kind: 'system', name: 'system' }, requestId: 'r' },
  progress: NO_PROGRESS,
  ...ending,
});

const ofOkta = (different: Partial<LinkedResource> = {}) =>
  aResource({ id: 'of-okta', identityProviderId: 'okta', ...different });
const title = (identityProviderId: string): CanonicalAttributes => ({
  jobTitle: { value: 'Lead', provenance: 'identity_provider', identityProviderId, updatedAt: LONG_AGO },
});

interface Case {
  readonly name: string;
  readonly person?: Partial<Person>;
  readonly others?: readonly LinkedResource[];
  readonly users?: Ending['users'];
  readonly scrub?: boolean;
  readonly disputed?: readonly string[];
  readonly after: Partial<Person>;
  readonly event?: string;
}

const CASES: readonly Case[] = [
  { name: 'who is known nowhere else, and active, stays so', after: { status: 'active' } },
  {
    name: 'and is kept out where that is asked for',
    users: 'deactivate',
    after: { status: 'deactivated', deactivatedByAdministrator: true },
    event: 'directory_user_deactivated',
  },
  {
    name: 'but for who is protected',
    users: 'deactivate',
    person: { protected: true },
    after: { status: 'active', deactivatedByAdministrator: false },
  },
  {
    name: 'a leaver stays out, with nobody left to say so',
    person: { status: 'deactivated' },
    after: { status: 'deactivated', deactivatedByAdministrator: true },
    event: 'directory_user_deactivated',
  },
  {
    name: 'who was held is held no longer, and kept out',
    person: { status: 'held', held: true },
    after: { status: 'deactivated', held: false, deactivatedByAdministrator: true },
    event: 'directory_user_deactivated',
  },
  {
    name: 'another connection that knows a leaver decides',
    person: { status: 'deactivated' },
    others: [ofOkta()],
    users: 'deactivate',
    after: { status: 'active', deactivatedByAdministrator: false },
    event: 'directory_user_reactivated',
  },
  {
    name: 'and may say that they are out',
    others: [ofOkta({ active: false })],
    after: { status: 'deactivated', deactivatedByAdministrator: false },
    event: 'directory_user_deactivated',
  },
  {
    name: 'its dispute of the address goes on holding',
    person: { status: 'held', held: true },
    others: [ofOkta()],
    disputed: ['of-okta'],
    after: { status: 'held', held: true },
  },
  { name: 'values stay', person: { attributes: title('entra') }, after: { attributes: title('entra') } },
  {
    name: 'and go where that is asked for',
    scrub: true,
    person: { attributes: title('entra') },
    after: { attributes: {} },
  },
  {
    name: 'but for those of another',
    scrub: true,
    person: { attributes: title('okta') },
    others: [ofOkta({ resource: { title: 'Lead' } })],
    after: { attributes: title('okta') },
  },
];

describe('leaving a connection', () => {
  it.each(CASES)(
    '$name',
    ({ person = {}, others = [], users = 'keep', scrub = false, disputed = [], after, event }) => {
      const current = frozen({ person: aPerson(person), resources: [aResource(), ...others] });
      const left = leaveConnection({ current, disputed: new Set(disputed) }, run({ users, scrub }), config, NOW);
      expect(left.person).toMatchObject(after);
      expect(left.event?.type).toBe(event);
      expect(left.scrubbed).toBe(scrub && person.attributes && others.length === 0 ? 1 : 0);
    },
  );
});
