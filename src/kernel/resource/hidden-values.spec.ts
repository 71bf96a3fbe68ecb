import { describe, expect, it } from '@jest/globals';
import { defineAttribute } from '../schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../schema/resource-types.js';
import { withHiddenValues } from './hidden-values.js';
import type { JsonObject } from './resource.js';

const CUS = 'urn:acme:scim:2.0:User';
const GONE = 'urn:acme:gone';

const SCHEMA = { id: CUS, name: 'Acme', description: '', attributes: [defineAttribute('badge', 'Badge.')] };
const TYPE = withExtensions(USER_RESOURCE_TYPE, [SCHEMA], true);
const CURRENT = { userName: 'ana', title: 'Lead', [CUS]: { badge: '9', dropped: 1 }, [GONE]: { a: { b: [1] } } };
const HIDDEN = { [CUS]: { dropped: 1 }, [GONE]: { a: { b: [1] } } };

describe('what a client does not see', () => {
  it.each<[name: string, next: JsonObject, kept: JsonObject]>([
    ['stays where nothing is said of it', { userName: 'ana' }, { userName: 'ana', ...HIDDEN }],
    [
      'stays beside what the client sets',
      { userName: 'ana', [CUS]: { badge: '10' } },
      { userName: 'ana', ...HIDDEN, [CUS]: { dropped: 1, badge: '10' } },
    ],
  ])('%s', (_, next, kept) => {
    expect(withHiddenValues(TYPE, CURRENT, next)).toEqual(kept);
  });

  it('is nothing where all schemas are there', () => {
    const type = withExtensions(USER_RESOURCE_TYPE, [SCHEMA]);
    const next = { userName: 'ana' };
    expect(withHiddenValues(type, CURRENT, next)).toBe(next);
  });
});
