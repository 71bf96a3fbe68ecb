import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../resource/resource.js';
import { STRICT, TOLERANT, type Tolerance } from '../resource/tolerance.js';
import { GROUP_RESOURCE_TYPE } from '../schema/resource-types.js';
import { applyPatch } from './apply-patch.js';
import { memberOperations, type MemberOperation } from './member-operations.js';
import { parsePatch } from './parse-patch.js';

const GROUP = { schemas: [GROUP_RESOURCE_TYPE.schema.id], displayName: 'Ops', externalId: 'g-ops' };

function named(kind: 'add' | 'remove' | 'replace', ...values: readonly string[]): MemberOperation {
  return { kind, members: values.map((value) => ({ value })) };
}

describe('PATCH of members', () => {
  it.each<readonly [string, readonly JsonObject[], readonly MemberOperation[], { readonly as: Tolerance }?]>([
    [
      'TV-128 Add as Entra sends it',
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'U3' }] }],
      [named('add', 'U3')],
    ],
    [
      'E-50 display and type',
      [{ op: 'add', path: 'members', value: [{ value: 'U3', display: 'x', type: 'user' }] }],
      [{ kind: 'add', members: [{ value: 'U3', type: 'User' }] }],
    ],
    ['E-37 one object', [{ op: 'Add', path: 'members', value: { value: 'U3' } }], [named('add', 'U3')]],
    ['E-37 one id', [{ op: 'Add', path: 'members', value: 'U3' }], [named('add', 'U3')]],
    ['E-37 a list of ids', [{ op: 'Add', path: 'MEMBERS', value: ['U3', 'U4'] }], [named('add', 'U3', 'U4')]],
    [
      'TV-176 the same member thrice',
      [{ op: 'add', path: 'members', value: ['U3', { value: 'U3' }, 'U3'] }],
      [named('add', 'U3')],
    ],
    ['TV-178 add without a path', [{ op: 'add', value: { members: [{ value: 'U3' }] } }], [named('add', 'U3')]],
    [
      'a path with the core URN',
      [{ op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:Group:members', value: ['U3'] }],
      [named('add', 'U3')],
    ],
    [
      'add of nobody',
      [
        { op: 'add', path: 'members', value: [] },
        { op: 'add', path: 'members', value: null },
      ],
      [],
    ],
    [
      'TV-130 Remove with a list',
      [{ op: 'Remove', path: 'members', value: [{ value: 'U1' }] }],
      [named('remove', 'U1')],
    ],
    [
      'TV-131 with $ref null',
      [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'U1' }, { value: 'U2' }] }],
      [named('remove', 'U1', 'U2')],
    ],
    [
      'X-12 with the list once more',
      [{ op: 'remove', path: 'members', value: { members: [{ value: 'U1' }] } }],
      [named('remove', 'U1')],
    ],
    ['Remove with one id', [{ op: 'Remove', path: 'members', value: 'U1' }], [named('remove', 'U1')]],
    ['TV-133 by a filter', [{ op: 'remove', path: 'members[value eq "U1"]' }], [named('remove', 'U1')]],
    [
      'TV-134 by a filter with .value',
      [{ op: 'remove', path: 'members[value eq "U1"].value' }],
      [named('remove', 'U1')],
    ],
    [
      'by a filter of several',
      [{ op: 'remove', path: 'members[value eq "U1" or (Value EQ "U2" or value eq "U3")]' }],
      [named('remove', 'U1', 'U2', 'U3')],
    ],
    [
      'by a filter, a stray value',
      [{ op: 'remove', path: 'members[value eq "U1"]', value: [] }],
      [named('remove', 'U1')],
    ],
    ['TV-136 Remove with an empty list does nothing', [{ op: 'Remove', path: 'members', value: [] }], []],
    ['Remove with an empty string does nothing', [{ op: 'Remove', path: 'members', value: '' }], []],
    ['X-12 with an empty list does nothing', [{ op: 'remove', path: 'members', value: { members: [] } }], []],
    ['TV-137 a bare remove empties', [{ op: 'remove', path: 'members' }], [{ kind: 'clear' }]],
    ['a bare remove whose value is null', [{ op: 'remove', path: 'members', value: null }], [{ kind: 'clear' }]],
    ['TV-138 replace', [{ op: 'replace', path: 'members', value: [{ value: 'U3' }] }], [named('replace', 'U3')]],
    ['TV-138 replace with nobody', [{ op: 'replace', path: 'members', value: [] }], [{ kind: 'clear' }]],
    ['TV-138 replace with null', [{ op: 'replace', path: 'members', value: null }], [{ kind: 'clear' }]],
    [
      'O-12 a full push of nobody',
      [{ op: 'replace', value: { members: [], id: 'G1', displayName: 'Ops' } }],
      [{ kind: 'clear' }],
    ],
    [
      'TV-139 a rename leaves members alone',
      [
        { op: 'replace', value: { displayName: 'Ops2' } },
        { op: 'Replace', path: 'externalId', value: 'x' },
      ],
      [],
    ],
    ['TV-164 Okta’s rename', [{ op: 'replace', value: { id: 'G1', displayName: 'Ops3' } }], []],
    [
      'TV-140, TV-166 several in order',
      [
        { op: 'remove', path: 'members[value eq "U1"]' },
        { op: 'add', path: 'members', value: [{ value: 'U3', display: 'kim' }, { value: 'U4' }] },
        { op: 'replace', path: 'displayName', value: 'New' },
      ],
      [named('remove', 'U1'), named('add', 'U3', 'U4')],
    ],
    [
      'a type that is neither, tolerant',
      [{ op: 'add', path: 'members', value: [{ value: 'U3', type: 'direct_member' }] }],
      [named('add', 'U3')],
    ],
    [
      'display is the service’s, tolerant',
      [
        { op: 'replace', path: 'members[value eq "U1"].display', value: 'x' },
        { op: 'remove', path: 'members[value eq "U1"].display' },
      ],
      [],
    ],
    [
      'a strict connection names members the same way',
      [{ op: 'Remove', path: 'members', value: [{ value: 'U1', type: 'User' }] }],
      [{ kind: 'remove', members: [{ value: 'U1', type: 'User' }] }],
      { as: STRICT },
    ],
  ])('%s', (_, operations, members, { as } = { as: TOLERANT }) => {
    expect(part(operations, as).members).toEqual(members);
  });

  it('TV-168 takes 256 members and 10,000 at once', () => {
    for (const length of [256, 10_000]) {
      const value = Array.from({ length }, (_, index) => ({ value: `U${index}` }));
      expect(part([{ op: 'add', path: 'members', value }], TOLERANT).members).toEqual([
        { kind: 'add', members: value },
      ]);
    }
  });

  it('leaves the rest for the group itself', () => {
    const operations: readonly JsonObject[] = [
      { op: 'add', value: { members: ['U3'], displayName: 'New', id: 'G1' } },
      { op: 'remove', path: 'externalId' },
    ];
    const { rest } = part(operations, TOLERANT);
    expect(applyPatch(GROUP_RESOURCE_TYPE, GROUP, rest, TOLERANT).resource).toStrictEqual({
      schemas: GROUP.schemas,
      displayName: 'New',
    });
  });
});

describe('PATCH of members is refused', () => {
  it.each<readonly [string, JsonObject, string, { readonly status?: number; readonly as?: Tolerance }?]>([
    ['add by a filter', { op: 'add', path: 'members[value eq "U9"]', value: { value: 'U9' } }, 'noTarget'],
    ['replace by a filter', { op: 'replace', path: 'members[value eq "U9"].value', value: 'U8' }, 'noTarget'],
    ['remove by a type', { op: 'remove', path: 'members[type eq "User"]' }, 'invalidPath'],
    ['remove by a display', { op: 'remove', path: 'members[value eq "U1" and display eq "x"]' }, 'invalidPath'],
    ['remove by another operator', { op: 'remove', path: 'members[value sw "U"]' }, 'invalidPath'],
    ['remove by a negation', { op: 'remove', path: 'members[not (value eq "U1")]' }, 'invalidPath'],
    ['a filter left open never means all', { op: 'remove', path: 'members[value eq "U1"' }, 'invalidPath'],
    ['a filter left empty never means all', { op: 'remove', path: 'members[]' }, 'invalidPath'],
    ['every value at once', { op: 'remove', path: 'members.value' }, 'mutability'],
    ['the type of a member', { op: 'remove', path: 'members[value eq "U1"].type' }, 'mutability'],
    ['display, strict', { op: 'remove', path: 'members[value eq "U1"].display' }, 'mutability', { as: STRICT }],
    ['null among members', { op: 'add', path: 'members', value: [null] }, 'invalidValue'],
    ['a member without value', { op: 'remove', path: 'members', value: [{ $ref: 'x' }] }, 'invalidValue'],
    ['an object that names nobody', { op: 'remove', path: 'members', value: {} }, 'invalidValue'],
    ['an empty value', { op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
    ['a boolean', { op: 'add', path: 'members', value: [true] }, 'invalidValue'],
    ['a list within the list', { op: 'add', path: 'members', value: [['U1']] }, 'invalidValue'],
    ['a number, strict', { op: 'add', path: 'members', value: [4] }, 'invalidValue', { as: STRICT }],
    [
      'a type that is neither, strict',
      { op: 'add', path: 'members', value: [{ value: 'U1', type: 'x' }] },
      'invalidValue',
      { as: STRICT },
    ],
    ['a type that is no string', { op: 'add', path: 'members', value: [{ value: 'U1', type: 1 }] }, 'invalidValue'],
    ['a value of 769 bytes', { op: 'add', path: 'members', value: ['x'.repeat(769)] }, 'invalidValue'],
    [
      '10,001 members',
      { op: 'add', path: 'members', value: Array.from({ length: 10_001 }, () => 'U') },
      'tooMany',
      { status: 413 },
    ],
    ['displayName emptied', { op: 'replace', path: 'displayName', value: '' }, 'invalidValue'],
    ['displayName removed', { op: 'remove', path: 'displayName' }, 'mutability'],
  ])('%s', (_, operation, scimType, { status = 400, as = TOLERANT } = {}) => {
    expect(() => {
      applyPatch(GROUP_RESOURCE_TYPE, GROUP, part([operation], as).rest, as);
    }).toThrow(expect.objectContaining({ scimType, status }));
  });
});

function part(operations: readonly JsonObject[], tolerance: Tolerance): ReturnType<typeof memberOperations> {
  return memberOperations(parsePatch(GROUP_RESOURCE_TYPE, { Operations: operations }, tolerance).operations);
}
