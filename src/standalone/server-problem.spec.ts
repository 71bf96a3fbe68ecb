import { describe, expect, it } from '@jest/globals';
import { problemOf } from './server-problem.js';

describe('a PostgreSQL of the user’s own', () => {
  it.each([
    ['15.0', 'UTF8'],
    ['15.14 (Debian 15.14-0+deb12u1)', 'UTF8'],
    ['18.4', 'UTF8'],
  ])('may be %s in %s', (version, encoding) => {
    expect(problemOf({ version, encoding })).toBeUndefined();
  });

  it.each([
    ['14.19', 'UTF8', 'The database is PostgreSQL 14.19. Set DATABASE_URL to a PostgreSQL 15 or newer.'],
    ['9.6.24', 'UTF8', 'The database is PostgreSQL 9.6.24.'],
    ['16.2', 'SQL_ASCII', 'The database is encoded in SQL_ASCII.'],
  ])('may not be %s in %s', (version, encoding, problem) => {
    expect(problemOf({ version, encoding })).toContain(problem);
  });
});
