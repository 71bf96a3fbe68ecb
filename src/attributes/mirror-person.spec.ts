import { describe, expect, it } from '@jest/globals';
import { aConfig, aConnection, anotherConnection, aPerson, aResource, frozen } from '../../test/support/people.js';
import type { CanonicalAttributes, LinkedResource } from '../directory/person.js';
import { mirrorPerson } from './mirror-person.js';

const NOW = '2026-03-01T12:00:00.000Z';
const LONG_AGO = '2025-01-01T00:00:00.000Z';

const connections = [aConnection(), anotherConnection()];
const titled = (title: string, different: Partial<LinkedResource> = {}) =>
  aResource({ resource: { title }, ...different });
const ofOkta = { id: 'of-okta', identityProviderId: 'okta' };

function from(identityProviderId: string, value: string): CanonicalAttributes {
  return { jobTitle: { value, provenance: 'identity_provider', identityProviderId, updatedAt: LONG_AGO } };
}

interface Case {
  readonly name: string;
  readonly resources: readonly LinkedResource[];
  readonly before?: CanonicalAttributes;
  readonly reserved?: string;
  readonly title: string | undefined;
}

const CASES: readonly Case[] = [
  { name: 'the first in the tenant’s order', resources: [titled('O', ofOkta), titled('E')], title: 'E' },
  {
    name: 'the one the domain is reserved to',
    resources: [titled('O', ofOkta), titled('E')],
    reserved: 'okta',
    title: 'O',
  },
  {
    name: 'the next where the first says nothing',
    resources: [aResource({ resource: {} }), titled('O', ofOkta)],
    title: 'O',
  },
  { name: 'nobody who is deleted', resources: [titled('E', { deleted: true }), titled('O', ofOkta)], title: 'O' },
  {
    name: 'nobody any more, where the one who said it is deleted',
    resources: [titled('E', { deleted: true }), aResource({ ...ofOkta, resource: {} })],
    before: from('entra', 'E'),
    title: undefined,
  },
  {
    name: 'the history, where everybody is deleted',
    resources: [titled('E', { deleted: true })],
    before: from('entra', 'old'),
    title: 'old',
  },
  { name: 'the history, where nothing is linked', resources: [], before: from('entra', 'old'), title: 'old' },
  {
    name: 'what a connection that was ended left, where nobody says otherwise',
    resources: [aResource({ resource: {} })],
    before: from('ended', 'old'),
    title: 'old',
  },
];

describe('mirrorPerson', () => {
  it.each(CASES)('listens to $name', ({ resources, before = {}, reserved, title }) => {
    const known = connections.map((one) => (one.id === reserved ? { ...one, domains: ['corp.example'] } : one));
    const person = frozen(aPerson({ attributes: before }));
    const { attributes } = mirrorPerson(person, frozen(resources), frozen(aConfig(known)), NOW);
    expect(attributes.jobTitle?.value).toBe(title);
  });

  it('hands back the same fields where nothing changed', () => {
    const attributes = from('entra', 'E');
    const mirrored = mirrorPerson(aPerson({ attributes }), [titled('E')], aConfig(connections), NOW);
    expect(mirrored.attributes).toBe(attributes);
    expect(mirrored.changes).toEqual([]);
  });
});
