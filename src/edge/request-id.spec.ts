import { describe, expect, it } from '@jest/globals';
import { MAX_REQUEST_ID_LENGTH, requestIdOf } from './request-id.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const idOf = (header?: string | string[]): string =>
  requestIdOf({ headers: header === undefined ? {} : { 'x-request-id': header } });

describe('requestIdOf', () => {
  it.each(['7f3a', 'req_1.a-B', 'x'.repeat(MAX_REQUEST_ID_LENGTH)])('takes over %p', (sent) => {
    expect(idOf(sent)).toBe(sent);
  });

  it.each([undefined, '', 'two words', 'a\tb', '<script>', 'é', 'x'.repeat(MAX_REQUEST_ID_LENGTH + 1), ['a', 'b']])(
    'makes a new one instead of %p',
    (sent) => {
      expect(idOf(sent)).toMatch(UUID);
    },
  );

  it('is the same at every call', () => {
    const request = { headers: {} };
    expect(requestIdOf(request)).toBe(requestIdOf(request));
  });
});
