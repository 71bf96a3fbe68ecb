import { describe, expect, it } from '@jest/globals';
import { bearerCredentials } from './bearer-credentials.js';

const CASES = [
  { header: 'Bearer abc', token: 'abc' },
  { header: 'bearer abc', token: 'abc' },
  { header: 'BEARER abc', token: 'abc' },
  { header: 'Bearer   abc', token: 'abc' },
  { header: 'Bearer\tabc', token: 'abc' },
  { header: ' Bearer abc \t', token: 'abc' },
  { header: 'Bearer', token: undefined },
  { header: 'Bearer ', token: undefined },
  { header: 'Bearerabc', token: undefined },
  { header: 'Bearer abc def', token: undefined },
  { header: 'Bearer abc, Bearer def', token: undefined },
  { header: 'Basic abc', token: undefined },
  { header: 'abc', token: undefined },
  { header: '', token: undefined },
];

describe('Authorization', () => {
  it.each(CASES)('$header', ({ header, token }) => {
    expect(bearerCredentials(header)).toBe(token);
  });
});
