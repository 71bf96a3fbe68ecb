import { describe, expect, it } from '@jest/globals';
import { scimQuery } from './scim-query.js';

interface Case {
  readonly name: string;
  readonly url: string;
  readonly pairs: readonly (readonly [string, string])[];
}

const CASES: readonly Case[] = [
  { name: 'no query', url: '/Users', pairs: [] },
  { name: 'an empty query', url: '/Users?', pairs: [] },
  { name: 'only separators', url: '/Users?&', pairs: [] },
  {
    name: 'Entra’s form-style escapes',
    url: '/Users?filter=userName+eq+%22a%2Bb%40corp.example%22',
    pairs: [['filter', 'userName eq "a+b@corp.example"']],
  },
  { name: 'Okta’s %20', url: '/Users?filter=userName%20eq%20%22a%22', pairs: [['filter', 'userName eq "a"']] },
  {
    name: 'Entra’s flag without a value',
    url: '/Users?aadOptscim062020&count=5',
    pairs: [
      ['aadOptscim062020', ''],
      ['count', '5'],
    ],
  },
  { name: 'separators left at the end', url: '/Users?count=5&?', pairs: [['count', '5']] },
  { name: 'a doubled question mark', url: '/Users??count=5', pairs: [['count', '5']] },
  { name: 'brackets, which stay part of the name', url: '/Users?f[a]=1', pairs: [['f[a]', '1']] },
  { name: 'a bad escape', url: '/Users?filter=%E0%A4%A', pairs: [['filter', '\uFFFD%A']] },
  { name: 'a name of every object', url: '/Users?__proto__=1', pairs: [['__proto__', '1']] },
];

describe('scimQuery', () => {
  it.each(CASES)('reads $name', ({ url, pairs }) => {
    expect([...scimQuery(url)]).toEqual(pairs);
  });
});
