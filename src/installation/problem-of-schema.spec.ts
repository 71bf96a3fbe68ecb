import { describe, expect, it } from '@jest/globals';
import { problemOfSchema } from './problem-of-schema.js';
import { SCHEMA_VERSION } from './schema-version.js';

describe('a schema', () => {
  it('of this version does', () => {
    expect(problemOfSchema(SCHEMA_VERSION)).toBeUndefined();
  });

  it.each([
    { name: 'that is not there', version: undefined, says: /is not there.*runMigrations/ },
    { name: 'that is behind', version: SCHEMA_VERSION - 1, says: /this release needs .*runMigrations/ },
    { name: 'that is ahead', version: SCHEMA_VERSION + 1, says: /knows .* at most\. Update the package/ },
  ])('$name does not', ({ version, says }) => {
    expect(problemOfSchema(version)).toMatch(says);
  });
});
