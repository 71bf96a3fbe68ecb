import { describe, expect, it } from '@jest/globals';
import { isBase64 } from './base64.js';

describe('base64', () => {
  it.each(['QQ==', 'QUI=', 'QUJD', 'QQ', 'QUI', '-_-_', '+/+/'])('%s is', (text) => {
    expect(isBase64(text)).toBe(true);
  });

  it.each(['Q', 'Q===', 'QQ=', 'QUJD=', 'Q Q=', 'Q=Q=', 'QUJD\n', 'é==='])('%j is not', (text) => {
    expect(isBase64(text)).toBe(false);
  });
});
