import { describe, expect, it } from '@jest/globals';
import { defineAttribute } from '../schema/define-attribute.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { parseProjection, projectsAway } from './parse-projection.js';
import { project } from './project.js';

const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'A tenant’s own extension.',
    attributes: [
      defineAttribute('badge', 'Badge.', { returned: 'always' }),
      defineAttribute('notes', 'Notes.', { returned: 'request' }),
      defineAttribute('pin', 'Pin.', { returned: 'never' }),
    ],
  },
]);

const BARE = { schemas: [U, ENT, CUS], id: '1', userName: 'ana' };
const WORK = { type: 'work', value: 'ana@corp.example', primary: true };
const HOME = { type: 'home', value: 'ana@home.example' };
const ANA = {
  ...BARE,
  emails: [WORK, HOME],
  name: { givenName: 'Ana', familyName: 'Ruiz' },
  [ENT]: { department: 'Ops', manager: { value: 'U2', displayName: 'Bob' } },
  [CUS]: { badge: '9', notes: 'n', pin: '1' },
  meta: { resourceType: 'User', version: 'W/"1"' },
};

/** `badge` is always shown, so that its extension always is. */
const ALWAYS = { schemas: [U, CUS], id: '1', [CUS]: { badge: '9' } };

describe('the attributes of an answer', () => {
  it.each<
    [name: string, attributes: string | readonly string[] | undefined, excluded: string | undefined, shown: object]
  >([
    ['all, but not what is shown on request or never', undefined, undefined, { ...ANA, [CUS]: { badge: '9' } }],
    ['all, for empty parameters', '', ' , ', { ...ANA, [CUS]: { badge: '9' } }],
    ['TV-025 only id', 'id', undefined, ALWAYS],
    ['E-68 one name', 'userName', undefined, { ...ALWAYS, userName: 'ana' }],
    [
      'names in any case, with spaces and in several parameters',
      ['USERNAME , ID', 'Emails.Value'],
      undefined,
      { ...ALWAYS, userName: 'ana', emails: [{ value: WORK.value }, { value: HOME.value }] },
    ],
    ['the whole and a part', 'emails,emails.value', undefined, { ...ALWAYS, emails: [WORK, HOME] }],
    ['a part and the whole', 'emails.value,emails', undefined, { ...ALWAYS, emails: [WORK, HOME] }],
    ['a part that only some values have', 'emails.primary', undefined, { ...ALWAYS, emails: [{ primary: true }] }],
    ['a part that no value has', 'emails.display', undefined, ALWAYS],
    ['a name with the core URN', `${U}:name.givenName`, undefined, { ...ALWAYS, name: { givenName: 'Ana' } }],
    ['the core URN', U.toUpperCase(), undefined, { ...ALWAYS, userName: 'ana', emails: [WORK, HOME], name: ANA.name }],
    ['all but the core URN', undefined, U, { ...ALWAYS, schemas: [U, ENT, CUS], [ENT]: ANA[ENT], meta: ANA.meta }],
    [
      'a name of an extension',
      `${ENT}:manager.value`,
      undefined,
      { ...ALWAYS, schemas: [U, ENT, CUS], [ENT]: { manager: { value: 'U2' } } },
    ],
    ['an extension', ENT.toUpperCase(), undefined, { ...ALWAYS, schemas: [U, ENT, CUS], [ENT]: ANA[ENT] }],
    ['what is shown on request', `${CUS}:notes`, undefined, { ...ALWAYS, [CUS]: { badge: '9', notes: 'n' } }],
    ['never what is never shown', `${CUS}:pin,password`, undefined, ALWAYS],
    ['nothing for unknown names', 'nickFoo,a b,emails[type', undefined, ALWAYS],
    ['both parameters: attributes counts', 'userName', 'userName', { ...ALWAYS, userName: 'ana' }],
    ['TV-037 without meta', undefined, 'META', { ...without('meta'), [CUS]: { badge: '9' } }],
    [
      'without a part',
      undefined,
      'emails.value,name.familyName',
      {
        ...ANA,
        [CUS]: { badge: '9' },
        emails: [{ type: 'work', primary: true }, { type: 'home' }],
        name: { givenName: 'Ana' },
      },
    ],
    ['without an extension', undefined, ENT, { ...without(ENT), schemas: [U, CUS], [CUS]: { badge: '9' } }],
    [
      'without all that an extension has',
      undefined,
      `${ENT}:department,${ENT}:manager`,
      { ...without(ENT), schemas: [U, CUS], [CUS]: { badge: '9' } },
    ],
    [
      'not without id, schemas and what is always shown',
      undefined,
      `id,schemas,${CUS}:badge`,
      { ...ANA, [CUS]: { badge: '9' } },
    ],
    ['all, without names nobody knows', undefined, 'nickFoo', { ...ANA, [CUS]: { badge: '9' } }],
  ])('%s', (_, attributes, excluded, shown) => {
    expect(project(TYPE, ANA, parseProjection(TYPE, attributes, excluded))).toStrictEqual(shown);
  });

  it.each<[attributes: string | undefined, excluded: string | undefined, away: boolean]>([
    [undefined, undefined, false],
    [undefined, 'members', true],
    [undefined, 'MEMBERS,meta', true],
    [undefined, 'members.display', false],
    [undefined, 'displayName', false],
    ['displayName', undefined, true],
    ['members', undefined, false],
    ['Members.Value', undefined, false],
    ['members', 'members', false],
  ])('TV-037, E-10: attributes %s, excludedAttributes %s: members are not read: %s', (attributes, excluded, away) => {
    expect(projectsAway(parseProjection(GROUP_RESOURCE_TYPE, attributes, excluded), 'members')).toBe(away);
  });

  it('nothing that no schema knows any more, whatever is asked for', () => {
    const type = withExtensions(USER_RESOURCE_TYPE, [], true);
    const resource = { ...BARE, [ENT]: { department: 'Ops', dropped: 'x' }, [CUS]: { badge: '9' } };
    const shown = { schemas: [U, ENT], id: '1', userName: 'ana', [ENT]: { department: 'Ops' } };
    expect(project(type, resource, undefined)).toStrictEqual(shown);
    expect(project(type, resource, parseProjection(type, `${CUS}:badge,${ENT}:dropped`, undefined))).toStrictEqual({
      schemas: [U],
      id: '1',
    });
    expect(project(type, resource, parseProjection(type, undefined, 'userName'))).not.toHaveProperty([CUS]);
  });

  it('TV-038 leaves the key out', () => {
    const group = { schemas: [GROUP_RESOURCE_TYPE.schema.id], id: '1', displayName: 'Ops', members: [{ value: 'U1' }] };
    const shown = project(GROUP_RESOURCE_TYPE, group, parseProjection(GROUP_RESOURCE_TYPE, undefined, 'members'));
    expect(Object.keys(shown)).toEqual(['schemas', 'id', 'displayName']);
  });
});

function without(name: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(ANA).filter(([other]) => other !== name));
}
