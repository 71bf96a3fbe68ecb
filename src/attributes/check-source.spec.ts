import { describe, expect, it } from '@jest/globals';
import { aConnection, anotherConnection, frozen } from '../../test/support/people.js';
import { defineAttribute } from '../kernel/schema/define-attribute.js';
import type { Attribute } from '../kernel/schema/attribute.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { CanonicalType } from './attribute-setting.js';
import { checkSource } from './check-source.js';

const ACME = 'urn:acme:User';

function knowing(attributes: readonly Attribute[], removed = false): Connection {
  const schema = { id: ACME, name: 'Acme', description: '', attributes };
  return aConnection({ extensions: [{ resourceType: 'User', schema, removed, dropped: false }] });
}

const BADGES = knowing([
  defineAttribute('badge', ''),
  defineAttribute('pin', '', { returned: 'never' }),
  defineAttribute('seen', '', { mutability: 'readOnly' }),
  defineAttribute('floor', '', { type: 'integer' }),
  defineAttribute('ratio', '', { type: 'decimal' }),
  defineAttribute('since', '', { type: 'dateTime' }),
  defineAttribute('keys', '', { multiValued: true }),
]);
const ANOTHER_KIND_OF_BADGE = knowing([defineAttribute('badge', '', { type: 'boolean' })]);
const NO_BADGE_ANY_MORE = knowing([defineAttribute('badge', '')], true);
const PLAIN = anotherConnection();

describe('checkSource', () => {
  const accepted: readonly (readonly [string, CanonicalType, readonly Connection[]])[] = [
    ['title', 'string', []],
    ['title', 'reference', [PLAIN]],
    ['active', 'boolean', [PLAIN]],
    ['emails.value', 'string', [PLAIN]],
    ['emails[type eq "work"]', 'string', [PLAIN]],
    [`${ACME}:badge`, 'string', [BADGES]],
    [`${ACME}:badge`, 'string', [PLAIN, BADGES]],
    [`${ACME}:badge`, 'string', [ANOTHER_KIND_OF_BADGE, BADGES]],
    ['URN:ACME:USER:BADGE', 'string', [BADGES]],
    [`${ACME}:floor`, 'integer', [BADGES]],
    [`${ACME}:since`, 'string', [BADGES]],
    [`${ACME}:keys`, 'string', [BADGES]],
  ];

  it.each(accepted)('%s fills a field of type %s', (source, type, connections) => {
    expect(checkSource(source, type, frozen(connections))).toEqual([]);
  });

  const refused: readonly (readonly [string, CanonicalType, readonly Connection[], string])[] = [
    [`${ACME}:badge`, 'string', [], 'No identity provider'],
    [`${ACME}:badge`, 'string', [PLAIN], 'No identity provider'],
    [`${ACME}:badge`, 'string', [NO_BADGE_ANY_MORE], 'No identity provider'],
    [`${ACME}:badge`, 'string', [PLAIN, ANOTHER_KIND_OF_BADGE], 'of type boolean'],
    [`${ACME}:pin`, 'string', [BADGES], 'never shown'],
    [`${ACME}:seen`, 'string', [BADGES], 'not received'],
    [`${ACME}:ratio`, 'integer', [BADGES], 'of type decimal'],
    [`${ACME}:floor`, 'string', [BADGES], 'of type integer'],
    [ACME, 'string', [BADGES], 'is a schema'],
    ['name', 'string', [], 'of type complex'],
    ['emails.primary', 'string', [], 'of type boolean'],
    ['title', 'integer', [], 'of type string'],
    ['title[value eq "x"]', 'string', [], 'elements'],
    ['emails[', 'string', [], 'attribute name'],
    ['', 'string', [], 'attribute name'],
  ];

  it.each(refused)('%s does not fill a field of type %s', (source, type, connections, says) => {
    expect(checkSource(source, type, frozen(connections))).toEqual([
      { pointer: '/source', detail: expect.stringContaining(says) },
    ]);
  });
});
