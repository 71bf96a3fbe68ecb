import { describe, expect, it } from '@jest/globals';
import { aConfig, aConnection, anotherConnection, frozen } from '../../test/support/people.js';
import { defineAttribute } from '../kernel/schema/define-attribute.js';
import { USER_RESOURCE_TYPE, withExtensions } from '../kernel/schema/resource-types.js';
import { sourcePath, sourceRoots } from './source-path.js';

const ACME = 'urn:acme:User';
const MANY = {
  id: ACME,
  name: 'Acme',
  description: '',
  attributes: [defineAttribute('badge', '', { multiValued: true })],
};
const ONE = { ...MANY, attributes: [defineAttribute('badge', '')] };

describe('sourcePath', () => {
  it.each(['title', 'NAME.givenname', 'emails[type eq work]', 'emails[type eq "work"].value'])('knows %s', (source) => {
    expect(sourcePath(source, USER_RESOURCE_TYPE)).toBeDefined();
  });

  it.each(['shoeSize', `${ACME}:badge`, 'name.shoe', 'title[', 'title[value eq "x"]', ''])(
    'receives nothing from %j',
    (source) => {
      expect(sourcePath(source, USER_RESOURCE_TYPE)).toBeUndefined();
    },
  );

  it('is a path to the connection that has many of it, and nothing to the one that has one', () => {
    const source = `${ACME}:badge[value eq "x"]`;
    expect(sourcePath(source, withExtensions(USER_RESOURCE_TYPE, [MANY]))).toMatchObject({ extension: ACME });
    expect(sourcePath(source, withExtensions(USER_RESOURCE_TYPE, [ONE]))).toBeUndefined();
  });
});

describe('sourceRoots', () => {
  const added = { resourceType: 'User', schema: ONE, removed: false, dropped: false } as const;
  const config = frozen(aConfig([aConnection({ extensions: [added] }), anotherConnection()]));

  it.each([
    [null, []],
    ['name.givenName', ['name']],
    ['emails[type eq "work"].value', ['emails']],
    [`${ACME}:badge`, [ACME]],
    ['shoeSize', []],
  ])('of %j are %j', (source, roots) => {
    expect(sourceRoots(source, config)).toEqual(roots);
  });

  it('are those of every connection', () => {
    // Without a URN, a name that the core schema does not know is the extension's that has it.
    expect(sourceRoots('badge', config)).toEqual([ACME]);
  });
});
