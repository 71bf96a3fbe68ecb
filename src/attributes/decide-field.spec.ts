import { describe, expect, it } from '@jest/globals';
import { aConfig, aConnection, aResource, frozen, NOW } from '../../test/support/people.js';
import type { CanonicalValue, Provenance } from '../directory/person.js';
import type { RunKind } from './attribute-run.js';
import type { AttributeSetting } from './attribute-setting.js';
import { CATALOGUE } from './catalogue.js';
import { decideField } from './decide-field.js';

function configWith(different: Partial<AttributeSetting>) {
  const attributes = CATALOGUE.map((setting) => (setting.key === 'jobTitle' ? { ...setting, ...different } : setting));
  return frozen(aConfig([aConnection()], { attributes }));
}

const MIRRORED = configWith({});
const OFF = configWith({ mirror: false });
const DISABLED = configWith({ enabled: false });
const THEIRS = configWith({ authority: 'administrator' });
const REMOVED = frozen(aConfig([aConnection()], { attributes: CATALOGUE.filter(({ key }) => key !== 'jobTitle') }));

function valueOf(value: string, provenance: Provenance): CanonicalValue {
  const identityProviderId = provenance === 'identity_provider' ? 'entra' : undefined;
  return { value, provenance, identityProviderId, updatedAt: '2025-01-01T00:00:00.000Z' };
}

const SAME = valueOf('Lead', 'identity_provider');
const OTHER = valueOf('Boss', 'identity_provider');
const ADMINS = valueOf('Boss', 'administrator');
const HOSTS = valueOf('Boss', 'host');

type Outcome = 'stays' | 'goes' | 'Lead';

const CASES: readonly (readonly [RunKind, string, typeof MIRRORED, CanonicalValue | null, Outcome])[] = [
  ['attribute_backfill', 'a field that is empty', MIRRORED, null, 'Lead'],
  ['attribute_backfill', 'a field that says so already', MIRRORED, SAME, 'stays'],
  ['attribute_backfill', 'a field that says otherwise', MIRRORED, OTHER, 'Lead'],
  ['attribute_backfill', 'an administrator’s value', MIRRORED, ADMINS, 'Lead'],
  ['attribute_backfill', 'an administrator’s value where authority is theirs', THEIRS, ADMINS, 'stays'],
  ['attribute_backfill', 'a field that is mirrored no more', OFF, null, 'stays'],
  ['attribute_backfill', 'a field that is disabled', DISABLED, null, 'stays'],
  ['attribute_backfill', 'a key that is no more', REMOVED, null, 'stays'],
  ['attribute_scrub', 'what was mirrored', OFF, OTHER, 'goes'],
  ['attribute_scrub', 'what was mirrored into a field that is disabled', DISABLED, OTHER, 'goes'],
  ['attribute_scrub', 'an administrator’s value', OFF, ADMINS, 'stays'],
  ['attribute_scrub', 'a host’s value', OFF, HOSTS, 'stays'],
  ['attribute_scrub', 'a field that is empty', OFF, null, 'stays'],
  ['attribute_scrub', 'a field that is mirrored again', MIRRORED, OTHER, 'stays'],
  ['attribute_scrub', 'a key that is no more', REMOVED, OTHER, 'stays'],
  ['attribute_removal', 'what was mirrored', REMOVED, OTHER, 'goes'],
  ['attribute_removal', 'an administrator’s value', REMOVED, ADMINS, 'goes'],
  ['attribute_removal', 'a field that is empty', REMOVED, null, 'stays'],
  ['attribute_removal', 'a key that is there again', MIRRORED, OTHER, 'stays'],
];

describe('decideField', () => {
  it.each(CASES)('%s: %s', (kind, _, config, value, outcome) => {
    const resources = [aResource({ resource: { title: 'Lead' } })];
    const field = frozen({ id: 'p-ana', emailKey: null, value, resources });
    expect(wordOf(decideField(kind, 'jobTitle', config, NOW).decide(field))).toBe(outcome);
  });

  it('looks at nothing of a resource but what the source reads', () => {
    expect(decideField('attribute_backfill', 'jobTitle', MIRRORED, NOW).roots).toEqual(['title']);
    expect(decideField('attribute_backfill', 'jobTitle', OFF, NOW).roots).toEqual([]);
    expect(decideField('attribute_scrub', 'jobTitle', OFF, NOW).roots).toEqual([]);
  });
});

function wordOf(decided: CanonicalValue | null | undefined): unknown {
  if (decided === undefined) return 'stays';
  return decided === null ? 'goes' : decided.value;
}
