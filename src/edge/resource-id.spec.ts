import { describe, expect, it } from '@jest/globals';
import { ScimError } from '../kernel/error/scim-error.js';
import { resourceId } from './resource-id.js';

const ID = '0198c2a4-7b1e-7c3d-9a55-3f6d2e1b4c0a';

describe('resourceId', () => {
  it.each([ID, ID.toUpperCase()])('reads %p', (text) => {
    expect(resourceId(text)).toBe(ID);
  });

  it.each(['', '42', 'bjensen', `${ID}x`, ` ${ID}`, `${ID}\n`, `{${ID}}`, ID.replaceAll('-', ''), 'a/b', '\u0000'])(
    'knows no resource %p',
    (text) => {
      expect(() => resourceId(text)).toThrow(expect.objectContaining({ status: 404 }));
      expect(() => resourceId(text)).toThrow(ScimError);
    },
  );
});
