import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ScimError } from '../error/scim-error.js';
import { pathKey } from '../path/path-key.js';
import { STRICT, TOLERANT, type Tolerance } from '../resource/tolerance.js';
import { GROUP_RESOURCE_TYPE, USER_RESOURCE_TYPE } from '../schema/resource-types.js';
import { applyPatch } from './apply-patch.js';
import { memberOperations } from './member-operations.js';
import type { ParsedPatch } from './operation.js';
import { parsePatch } from './parse-patch.js';

const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const USER = { schemas: [USER_RESOURCE_TYPE.schema.id], userName: 'u', emails: [{ type: 'work', value: 'a' }] };
const GROUP = { schemas: [GROUP_RESOURCE_TYPE.schema.id], displayName: 'g' };

describe('the envelope of a PATCH', () => {
  it.each([
    { name: 'E-26 keys in lower case', body: { operations: [{ op: 'replace', path: 'title', value: 'T' }] } },
    { name: 'E-26 keys in upper case', body: { OPERATIONS: [{ OP: 'REPLACE', PATH: 'TITLE', VALUE: 'T' }] } },
    { name: 'no schemas', body: { Operations: [{ op: 'Replace', path: 'title', value: 'T' }] } },
    { name: 'other schemas', body: { schemas: ['urn:x'], Operations: [{ op: 'replace', path: 'title', value: 'T' }] } },
    { name: 'a path of null', body: { Operations: [{ op: 'replace', path: null, value: { title: 'T' } }] } },
    { name: 'an empty path', body: { Operations: [{ op: 'replace', path: '', value: { title: 'T' } }] } },
  ])('$name is accepted', ({ body }) => {
    expect(spell(parsePatch(USER_RESOURCE_TYPE, body, TOLERANT))).toEqual(['replace title "T"']);
  });

  it.each<{ name: string; body: unknown; status?: number; scimType: string; as?: Tolerance }>([
    { name: 'a list', body: [], scimType: 'invalidSyntax' },
    { name: 'a string', body: 'x', scimType: 'invalidSyntax' },
    { name: 'null', body: null, scimType: 'invalidSyntax' },
    { name: 'nothing', body: undefined, scimType: 'invalidSyntax' },
    { name: 'no Operations', body: {}, scimType: 'invalidSyntax' },
    { name: 'Operations that is no list', body: { Operations: { op: 'add' } }, scimType: 'invalidSyntax' },
    { name: 'E-38 no operation, strict', body: { Operations: [] }, scimType: 'invalidSyntax', as: STRICT },
    { name: 'TV-188 1,001 operations', body: many(1001), status: 413, scimType: 'tooMany' },
    { name: 'TV-188 1,001 names without a path', body: wide(1001), status: 413, scimType: 'tooMany' },
    { name: 'TV-185 NUL in a value', body: title('a\0b'), scimType: 'invalidValue' },
    { name: 'TV-185 half a surrogate pair', body: title('a\ud800b'), scimType: 'invalidValue' },
    {
      name: 'TV-185 NUL in a name',
      body: { Operations: [{ op: 'add', value: { 'a\0': 1 } }] },
      scimType: 'invalidValue',
    },
    { name: 'a body of 33 levels', body: nested(33), scimType: 'invalidSyntax' },
  ])('$name is refused', ({ body, status = 400, scimType, as = TOLERANT }) => {
    expect(() => parsePatch(USER_RESOURCE_TYPE, body, as)).toThrow(expect.objectContaining({ status, scimType }));
  });

  it.each([
    { name: 'E-38 no operation', body: { Operations: [] }, steps: 0 },
    { name: 'TV-188 1,000 operations', body: many(1000), steps: 1000 },
    { name: 'TV-188 500 names without a path', body: wide(500), steps: 500 },
    { name: 'a whole surrogate pair', body: title('😀'), steps: 1 },
    { name: 'a body of 32 levels', body: nested(32), steps: 0 },
  ])('$name is accepted', ({ body, steps }) => {
    expect(parsePatch(USER_RESOURCE_TYPE, body, TOLERANT).operations).toHaveLength(steps);
  });
});

describe('the steps of a PATCH', () => {
  it('are one a name, with canonical paths and coerced values', () => {
    const value = { 'NAME.givenname': 'A', active: 'False', [ENT]: { manager: 'B', department: null } };
    expect(spell(parsePatch(USER_RESOURCE_TYPE, { Operations: [{ op: 'Add', value }] }, TOLERANT))).toEqual([
      'add name.givenName "A"',
      'add active false',
      `add ${ENT}:manager {"value":"B"}`,
      `add ${ENT}:department null`,
    ]);
  });

  it('keep what cannot be done for its turn', () => {
    const Operations = [{ op: 'add', path: 'title', value: {} }, 'x', { op: 'remove', path: 'title' }];
    expect(spell(parsePatch(USER_RESOURCE_TYPE, { Operations }, TOLERANT))).toEqual([
      'refused invalidValue',
      'refused invalidSyntax',
      'remove title undefined',
    ]);
  });

  it('warn at most twenty times', () => {
    const value = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`unknown${index}`, 1]));
    const { operations, warnings } = parsePatch(USER_RESOURCE_TYPE, { Operations: [{ op: 'add', value }] }, TOLERANT);
    expect(operations).toHaveLength(0);
    expect(warnings).toHaveLength(20);
  });

  it.each([
    { operation: { op: 'replace', path: 'active', value: 'False' }, deactivates: true },
    { operation: { op: 'Add', value: { ACTIVE: false } }, deactivates: true },
    {
      operation: { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:active', value: [false] },
      deactivates: true,
    },
    { operation: { op: 'replace', path: 'active', value: true }, deactivates: false },
    { operation: { op: 'remove', path: 'active' }, deactivates: false },
    { operation: { op: 'remove', path: 'active', value: false }, deactivates: false },
    { operation: { op: 'replace', path: 'title', value: 'False' }, deactivates: false },
    { operation: { op: 'replace', path: 'active', value: 'no' }, deactivates: false },
  ])('$operation deactivates: $deactivates', ({ operation, deactivates }) => {
    expect(parsePatch(USER_RESOURCE_TYPE, { Operations: [operation] }, TOLERANT).deactivates).toBe(deactivates);
  });
});

describe('any JSON', () => {
  const keys = fc.constantFrom(
    'title',
    'emails',
    'emails[type eq "work"].value',
    'name.givenName',
    ENT,
    'members',
    '__proto__',
    'active',
    'id',
  );
  const values = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()));
  const operation = fc.record(
    { op: fc.constantFrom('add', 'remove', 'Replace', 'x'), path: fc.oneof(keys, fc.string()), value: values },
    { requiredKeys: [] },
  );

  it('as the body is a patch or a refusal', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => answers(body)));
  });

  it('in operations is a patch or a refusal', () => {
    fc.assert(
      fc.property(fc.array(operation), (Operations) => answers({ Operations })),
      { numRuns: 1000 },
    );
  });
});

/** Whether what comes of the body is a patched resource or a refusal, for both kinds of resource. */
function answers(body: unknown): boolean {
  return [TOLERANT, STRICT].every((as) => {
    orRefused(() => applyPatch(USER_RESOURCE_TYPE, USER, parsePatch(USER_RESOURCE_TYPE, body, as).operations, as));
    const group = orRefused(() => {
      const { rest } = memberOperations(parsePatch(GROUP_RESOURCE_TYPE, body, as).operations);
      return applyPatch(GROUP_RESOURCE_TYPE, GROUP, rest, as).resource;
    });
    return group?.['members'] === undefined;
  });
}

/** What comes of it, or undefined for a refusal; anything else that is thrown is a defect. */
function orRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function spell({ operations }: ParsedPatch): readonly string[] {
  return operations.map((step) =>
    step.op === 'refused'
      ? `refused ${step.error.scimType}`
      : `${step.op} ${pathKey(step.path)} ${JSON.stringify(step.value)}`,
  );
}

function title(value: string): unknown {
  return { Operations: [{ op: 'replace', path: 'title', value }] };
}

function many(length: number): unknown {
  return { Operations: Array.from({ length }, () => ({ op: 'replace', path: 'title', value: 'T' })) };
}

function wide(length: number): unknown {
  const keys = Array.from({ length }, (_, index) => [`emails[type eq "t${index}"].value`, 'x']);
  return { Operations: [{ op: 'add', value: Object.fromEntries(keys) }] };
}

/** A body of so many levels: itself, the list, the operation, its value, and what is in it. */
function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 4; level < levels; level += 1) value = [value];
  return { Operations: [{ op: 'add', value: { unknown: value } }] };
}
