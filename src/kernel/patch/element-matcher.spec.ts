import { describe, expect, it } from '@jest/globals';
import { isUnknown } from '../path/parsed-path.js';
import { parsePath } from '../path/parse-path.js';
import type { JsonValue } from '../resource/resource.js';
import { TOLERANT } from '../resource/tolerance.js';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { elementMatcher } from './element-matcher.js';

const CUS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

const TYPE = withExtensions(USER_RESOURCE_TYPE, [
  {
    id: CUS,
    name: 'Acme',
    description: 'A tenant’s own extension.',
    attributes: [
      defineAttribute('tags', 'Tags.', { multiValued: true }),
      defineAttribute('grants', 'Grants.', {
        type: 'complex',
        multiValued: true,
        subAttributes: [
          defineAttribute('code', 'Code.', { caseExact: true }),
          defineAttribute('level', 'Level.', { type: 'integer' }),
          defineAttribute('until', 'Until.', { type: 'dateTime' }),
          defineAttribute('scopes', 'Scopes.', { multiValued: true }),
        ],
      }),
    ],
  },
]);

const WORK = { type: 'work', value: 'ana@corp.example', primary: true };
const GRANT = { code: 'Ab', level: 3, until: '2024-05-31T09:30:00Z', scopes: ['read', 'write'] };

describe('an element and the filter of a path', () => {
  it.each<[string, JsonValue, boolean]>([
    ['emails[type eq "work"]', WORK, true],
    ['emails[type eq "WORK"]', WORK, true],
    ['emails[type eq "home"]', WORK, false],
    ['emails[type ne "home"]', WORK, true],
    ['emails[type ne "work"]', WORK, false],
    ['emails[type ne "work"]', { value: 'x' }, true],
    ['emails[primary eq "True"]', WORK, true],
    ['emails[primary eq false]', WORK, false],
    ['emails[value co "CORP"]', WORK, true],
    ['emails[value co "home"]', WORK, false],
    ['emails[value sw "ana"]', WORK, true],
    ['emails[value sw "corp"]', WORK, false],
    ['emails[value ew "example"]', WORK, true],
    ['emails[value ew "ana"]', WORK, false],
    ['emails[type eq "work" and primary eq true]', WORK, true],
    ['emails[type eq "work" and primary eq false]', WORK, false],
    ['emails[type eq "home" or primary eq true]', WORK, true],
    ['emails[not (type eq "work")]', WORK, false],
    ['emails[display pr]', WORK, false],
    ['emails[value pr]', WORK, true],
    ['emails[display eq null]', WORK, true],
    ['emails[value eq null]', WORK, false],
    [`${CUS}:grants[code eq "Ab"]`, GRANT, true],
    [`${CUS}:grants[code eq "ab"]`, GRANT, false],
    [`${CUS}:grants[level gt 2]`, GRANT, true],
    [`${CUS}:grants[level gt 3]`, GRANT, false],
    [`${CUS}:grants[level ge 3]`, GRANT, true],
    [`${CUS}:grants[level lt 3]`, GRANT, false],
    [`${CUS}:grants[level le 3]`, GRANT, true],
    [`${CUS}:grants[until eq "2024-05-31T11:30:00+02:00"]`, GRANT, true],
    [`${CUS}:grants[until lt "2024-06-01T00:00:00Z"]`, GRANT, true],
    [`${CUS}:grants[until gt "2024-06-01T00:00:00Z"]`, GRANT, false],
    [`${CUS}:grants[until gt "2024-01-01T00:00:00Z"]`, { level: 1 }, false],
    [`${CUS}:grants[scopes eq "write"]`, GRANT, true],
    [`${CUS}:grants[scopes eq "admin"]`, GRANT, false],
    [`${CUS}:tags[value eq "RED"]`, 'red', true],
    [`${CUS}:tags[value eq "blue"]`, 'red', false],
    [`${CUS}:tags[value gt "blue"]`, 'red', true],
  ])('%s of %j: %s', (text, element, matches) => {
    const path = parsePath(TYPE, text, TOLERANT);
    const filter = isUnknown(path) ? undefined : path.filter;
    expect(filter && elementMatcher(filter)(element)).toBe(matches);
  });
});
