import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { CanonicalAttributes, CanonicalValue } from '../directory/person.js';
import type { JsonObject, JsonValue } from '../kernel/resource/resource.js';
import { USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import type { AttributeSetting } from './attribute-setting.js';
import { CATALOGUE } from './catalogue.js';
import { misfit, mirror, type MirrorSource } from './mirror.js';
import { mirroredSettings } from './mirror-sources.js';

const AT = '2026-03-01T12:00:00.000Z';
const BEFORE = '2025-01-01T00:00:00.000Z';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const TITLE = CATALOGUE.find(({ key }) => key === 'jobTitle')!;

/** The setting of `jobTitle`, whose source is `title`. */
function title(different: Partial<AttributeSetting> = {}): AttributeSetting {
  return { ...TITLE, ...different };
}

function from(identityProviderId: string, resource: JsonObject, settings: readonly AttributeSetting[]): MirrorSource {
  return { identityProviderId, resource, settings: mirroredSettings(settings, USER_RESOURCE_TYPE) };
}

function by(provenance: CanonicalValue['provenance'], value: string, identityProviderId = 'entra'): CanonicalValue {
  return { value, provenance, ...(provenance === 'identity_provider' && { identityProviderId }), updatedAt: BEFORE };
}

interface Case {
  readonly name: string;
  readonly setting?: Partial<AttributeSetting>;
  readonly current?: CanonicalValue;
  /** What each connection received, the leading one first. */
  readonly received: readonly (readonly [identityProviderId: string, resource: JsonObject])[];
  /** The value afterwards, with whose it is. */
  readonly value: readonly [JsonValue, string] | undefined;
  readonly isChange: boolean;
  readonly warns?: boolean;
}

describe('mirror', () => {
  const cases: readonly Case[] = [
    {
      name: 'a received value is copied into the field',
      received: [['entra', { title: 'Boss' }]],
      value: ['Boss', 'entra'],
      isChange: true,
    },
    { name: 'nothing received, nothing there', received: [['entra', {}]], value: undefined, isChange: false },
    {
      name: 'the same again changes nothing',
      current: by('identity_provider', 'Boss'),
      received: [['entra', { title: 'Boss' }]],
      value: ['Boss', 'entra'],
      isChange: false,
    },
    {
      name: 'case alone is a change',
      current: by('identity_provider', 'Boss'),
      received: [['entra', { title: 'BOSS' }]],
      value: ['BOSS', 'entra'],
      isChange: true,
    },
    {
      name: 'a field that is not kept stays as it is',
      setting: { enabled: false },
      current: by('identity_provider', 'Boss'),
      received: [['entra', { title: 'Chief' }]],
      value: ['Boss', 'entra'],
      isChange: false,
    },
    {
      name: 'a field that is not mirrored stays as it is, even when the source clears',
      setting: { mirror: false },
      current: by('identity_provider', 'Boss'),
      received: [['entra', {}]],
      value: ['Boss', 'entra'],
      isChange: false,
    },
    {
      name: 'precedence: the leading connection comes first',
      received: [
        ['okta', { title: 'Chief' }],
        ['entra', { title: 'Boss' }],
      ],
      value: ['Chief', 'okta'],
      isChange: true,
    },
    {
      name: 'precedence: what the leading one leaves open the next one fills',
      received: [
        ['okta', {}],
        ['entra', { title: 'Boss' }],
      ],
      value: ['Boss', 'entra'],
      isChange: true,
    },
    {
      name: 'precedence: the next one takes over what the leading one clears',
      current: by('identity_provider', 'Chief', 'okta'),
      received: [
        ['okta', {}],
        ['entra', { title: 'Boss' }],
      ],
      value: ['Boss', 'entra'],
      isChange: true,
    },
    {
      name: 'precedence: the same value of another connection changes whose it is',
      current: by('identity_provider', 'Boss', 'okta'),
      received: [
        ['okta', {}],
        ['entra', { title: 'Boss' }],
      ],
      value: ['Boss', 'entra'],
      isChange: true,
    },
    {
      name: 'clearing: what disappears at its source disappears here',
      current: by('identity_provider', 'Boss'),
      received: [['entra', {}]],
      value: undefined,
      isChange: true,
    },
    {
      name: 'clearing: not what another connection put there that is linked no longer',
      current: by('identity_provider', 'Boss', 'ended'),
      received: [['entra', {}]],
      value: ['Boss', 'ended'],
      isChange: false,
    },
    {
      name: 'clearing: not what an administrator put there',
      current: by('administrator', 'Boss'),
      received: [['entra', {}]],
      value: ['Boss', 'administrator'],
      isChange: false,
    },
    {
      name: 'clearing: not what the host put there',
      current: by('host', 'Boss'),
      received: [['entra', {}]],
      value: ['Boss', 'host'],
      isChange: false,
    },
    {
      name: 'authority of the identity provider: received overwrites an administrator’s value',
      current: by('administrator', 'Boss'),
      received: [['entra', { title: 'Chief' }]],
      value: ['Chief', 'entra'],
      isChange: true,
    },
    {
      name: 'authority of the identity provider: the same value becomes the identity provider’s',
      current: by('administrator', 'Boss'),
      received: [['entra', { title: 'Boss' }]],
      value: ['Boss', 'entra'],
      isChange: true,
    },
    {
      name: 'authority of the administrator: their value stays',
      setting: { authority: 'administrator' },
      current: by('administrator', 'Boss'),
      received: [['entra', { title: 'Chief' }]],
      value: ['Boss', 'administrator'],
      isChange: false,
    },
    {
      name: 'authority of the administrator: where they have said nothing, what is received',
      setting: { authority: 'administrator' },
      received: [['entra', { title: 'Chief' }]],
      value: ['Chief', 'entra'],
      isChange: true,
    },
    {
      name: 'authority of the administrator does not guard the host’s value',
      setting: { authority: 'administrator' },
      current: by('host', 'Boss'),
      received: [['entra', { title: 'Chief' }]],
      value: ['Chief', 'entra'],
      isChange: true,
    },
    {
      name: 'length: what just fits, counted in characters',
      setting: { maxLength: 2 },
      received: [['entra', { title: '🦊🦊' }]],
      value: ['🦊🦊', 'entra'],
      isChange: true,
    },
    {
      name: 'length: what is too long is not mirrored, with a warning',
      setting: { maxLength: 3 },
      received: [['entra', { title: 'Boss' }]],
      value: undefined,
      isChange: false,
      warns: true,
    },
    {
      name: 'length: what was there from this source goes, since it is no longer what was received',
      setting: { maxLength: 4 },
      current: by('identity_provider', 'Boss'),
      received: [['entra', { title: 'Chief' }]],
      value: undefined,
      isChange: true,
      warns: true,
    },
    {
      name: 'length: the next connection fills in for a value that is too long',
      setting: { maxLength: 4 },
      received: [
        ['okta', { title: 'Chief' }],
        ['entra', { title: 'Boss' }],
      ],
      value: ['Boss', 'entra'],
      isChange: true,
      warns: true,
    },
    {
      name: 'type: a text for an integer is not mirrored, with a warning',
      setting: { type: 'integer' },
      received: [['entra', { title: '7' }]],
      value: undefined,
      isChange: false,
      warns: true,
    },
    {
      name: 'type: an administrator’s value outlasts what does not fit',
      setting: { type: 'integer' },
      current: by('administrator', '7'),
      received: [['entra', { title: '8' }]],
      value: ['7', 'administrator'],
      isChange: false,
      warns: true,
    },
    {
      name: 'a boolean that is false is a value',
      setting: { type: 'boolean', source: 'active' },
      received: [['entra', { active: false }]],
      value: [false, 'entra'],
      isChange: true,
    },
    {
      name: 'a source of an extension',
      setting: { source: `${ENTERPRISE}:department` },
      received: [['entra', { [ENTERPRISE]: { department: 'R&D' } }]],
      value: ['R&D', 'entra'],
      isChange: true,
    },
    {
      name: 'a source with a filter, the primary of several',
      setting: { source: 'phoneNumbers[type eq "work"].value' },
      received: [
        [
          'entra',
          {
            phoneNumbers: [
              { type: 'mobile', value: '1', primary: true },
              { type: 'WORK', value: '2' },
              { type: 'work', value: '3', primary: true },
            ],
          },
        ],
      ],
      value: ['3', 'entra'],
      isChange: true,
    },
    {
      name: 'a source without an element that matches',
      setting: { source: 'phoneNumbers[type eq "work"].value' },
      received: [['entra', { phoneNumbers: [{ type: 'mobile', value: '1' }] }]],
      value: undefined,
      isChange: false,
    },
    {
      name: 'a whole complex attribute fits no field',
      setting: { source: 'name' },
      received: [['entra', { name: { givenName: 'Ana' } }]],
      value: undefined,
      isChange: false,
      warns: true,
    },
    {
      name: 'no source',
      setting: { source: null },
      current: by('administrator', 'Boss'),
      received: [['entra', { title: 'Chief' }]],
      value: ['Boss', 'administrator'],
      isChange: false,
    },
  ];
  it.each(cases)('$name', ({ setting, current, received, value, isChange, warns = false }) => {
    const settings = [title(setting)];
    const sources = received.map(([id, resource]) => from(id, resource, settings));
    const before: CanonicalAttributes = current ? { jobTitle: current } : {};
    const { attributes, changes, warnings } = mirror(frozen(before), frozen(sources), settings, AT);
    const after = attributes.jobTitle;
    expect(after && [after.value, after.identityProviderId ?? after.provenance]).toEqual(value);
    expect(changes).toEqual(isChange ? ['jobTitle'] : []);
    expect(after?.updatedAt).toBe(after && (isChange ? AT : BEFORE));
    expect(warnings).toHaveLength(warns ? 1 : 0);
  });

  it('looks at each key by itself, and leaves keys alone that no setting knows', () => {
    const settings = CATALOGUE;
    const current = frozen({ jobTitle: by('identity_provider', 'Boss'), own: by('administrator', 'x') });
    const sources = [from('entra', { displayName: 'Ana', title: 'Boss', locale: 'de' }, settings)];
    const { attributes, changes } = mirror(current, frozen(sources), settings, AT);
    expect(changes).toEqual(['displayName']);
    expect(Object.keys(attributes).sort()).toEqual(['displayName', 'jobTitle', 'own']);
  });

  it('names a key whose value did not fit, never the value', () => {
    const settings = [title({ maxLength: 3 })];
    const { warnings } = mirror({}, [from('entra', { title: 'secret' }, settings)], settings, AT);
    expect(warnings).toEqual(['jobTitle was not mirrored: the received value is longer than 3 characters.']);
  });

  it('finds nothing under the names that every object has', () => {
    const settings = [title({ key: 'constructor', custom: true }), title({ key: 'toString', custom: true })];
    const { attributes, changes } = mirror({}, [from('entra', {}, settings)], settings, AT);
    expect(attributes).toEqual({});
    expect(changes).toEqual([]);
  });
});

describe('misfit', () => {
  const fitting: readonly (readonly [AttributeSetting['type'], JsonValue])[] = [
    ['string', ''],
    ['string', 'x'.repeat(256)],
    ['reference', 'u-ben'],
    ['boolean', true],
    ['integer', -7],
    ['integer', Number.MAX_SAFE_INTEGER],
  ];
  it.each(fitting)('lets a %s be %j', (type, value) => {
    expect(misfit(title({ type }), value)).toBeUndefined();
  });

  const unfitting: readonly (readonly [AttributeSetting['type'], JsonValue])[] = [
    ['string', 7],
    ['string', 'x'.repeat(257)],
    ['string', ['x']],
    ['reference', { value: 'u-ben' }],
    ['reference', 'x'.repeat(257)],
    ['boolean', 'true'],
    ['boolean', null],
    ['integer', 1.5],
    ['integer', '7'],
    ['integer', Number.MAX_SAFE_INTEGER + 1],
  ];
  it.each(unfitting)('does not let a %s be %j', (type, value) => {
    expect(misfit(title({ type }), value)).toMatch(/^jobTitle was not mirrored: /);
  });
});
