import { describe, expect, it } from '@jest/globals';
import { aConnection, ANAS_KEY } from '../../test/support/people.js';
import { isLasting } from './lasting-key.js';

describe('isLasting', () => {
  const entra = aConnection();
  const okta = aConnection({ kind: 'okta' });
  const generic = aConnection({ kind: 'generic' });
  const NIL = '00000000-0000-0000-0000-000000000000';
  const MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

  const lasting = [
    { name: 'Entra’s objectId, by its shape', key: ANAS_KEY, connection: entra },
    { name: 'a UUID in capitals', key: ANAS_KEY.toUpperCase(), connection: entra },
    { name: 'an Okta user id, by its shape', key: '00u1a2b3c4d5E6F7g8h9', connection: entra },
    { name: 'any value of Okta, by default', key: 'E-1001', connection: okta },
    { name: 'any value of a generic client, by default', key: 'E-1001', connection: generic },
    { name: 'any value, where the setting says so', key: 'ana', connection: { ...entra, externalIdIsLasting: true } },
    {
      name: 'a UUID, even where the setting denies it of other values',
      key: ANAS_KEY,
      connection: { ...generic, externalIdIsLasting: false },
    },
  ];
  it.each(lasting)('$name', ({ key, connection }) => {
    expect(isLasting(key, connection)).toBe(true);
  });

  const passing = [
    { name: 'Entra’s other default, mailNickname', key: 'ana', connection: entra },
    { name: 'none', key: null, connection: okta },
    { name: 'an empty one', key: '', connection: okta },
    { name: 'the nil UUID', key: NIL, connection: entra },
    { name: 'the nil UUID of a connection whose values last', key: NIL, connection: generic },
    { name: 'the max UUID in any case', key: MAX.toUpperCase(), connection: okta },
    { name: 'a value where the setting denies it', key: 'E-1001', connection: { ...okta, externalIdIsLasting: false } },
    { name: 'a UUID with something behind it', key: `${ANAS_KEY}\n`, connection: entra },
    { name: 'a UUID in braces', key: `{${ANAS_KEY}}`, connection: entra },
    { name: 'the id of an Okta group', key: '00g1a2b3c4d5E6F7g8h9', connection: entra },
    { name: 'an Okta id that is too short', key: '00u1a2b3', connection: entra },
  ];
  it.each(passing)('not $name', ({ key, connection }) => {
    expect(isLasting(key, connection)).toBe(false);
  });
});
