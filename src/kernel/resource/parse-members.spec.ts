import { describe, expect, it } from '@jest/globals';
import { membersOf, parseMembers, type Member } from './parse-members.js';
import type { JsonValue } from './resource.js';
import { STRICT, TOLERANT, type Tolerance } from './tolerance.js';

describe('members in a body', () => {
  it.each<[name: string, body: unknown, members: readonly Member[] | undefined]>([
    ['TV-179 not mentioned', { displayName: 'Dev' }, undefined],
    ['null', { members: null }, []],
    ['O-09 empty', { members: [] }, []],
    ['O-09 with display', { members: [{ value: 'U1', display: 'kim@corp.example' }] }, [{ value: 'U1' }]],
    ['TV-167 display null', { members: [{ value: 'U4', display: null }] }, [{ value: 'U4' }]],
    ['E-26 another case', { MEMBERS: ['U1'] }, [{ value: 'U1' }]],
    ['twice, in two cases: the last', { members: ['U1'], Members: ['U2'] }, [{ value: 'U2' }]],
    ['TV-147 a group', { members: [{ value: 'G2', type: 'Group' }] }, [{ value: 'G2', type: 'Group' }]],
  ])('%s', (_, body, members) => {
    expect(membersOf(body, TOLERANT)).toEqual(members);
  });

  it.each<[name: string, body: unknown, scimType: string]>([
    ['no object', [], 'invalidSyntax'],
    ['NUL', { members: ['a\0'] }, 'invalidValue'],
  ])('are refused: %s', (_, body, scimType) => {
    expect(() => membersOf(body, TOLERANT)).toThrow(expect.objectContaining({ scimType }));
  });
});

describe('members', () => {
  it.each<[value: JsonValue, members: readonly Member[]]>([
    ['U1', [{ value: 'U1' }]],
    [
      ['U1', 'U2'],
      [{ value: 'U1' }, { value: 'U2' }],
    ],
    [{ value: 'U1' }, [{ value: 'U1' }]],
    [[{ VALUE: 'U1', Type: 'USER' }], [{ value: 'U1', type: 'User' }]],
    [[{ $ref: null, value: 'U1', type: null }], [{ value: 'U1' }]],
    [{ members: [{ value: 'U1' }] }, [{ value: 'U1' }]],
    [{ members: { value: 'U1' } }, [{ value: 'U1' }]],
    [['U1', { value: 'U1' }], [{ value: 'U1' }]],
    [
      ['U1', 'u1'],
      [{ value: 'U1' }, { value: 'u1' }],
    ],
    [7, [{ value: '7' }]],
    [[], []],
    ['', []],
  ])('%j', (value, members) => {
    expect(parseMembers(value, TOLERANT)).toEqual(members);
  });

  it.each<[value: JsonValue, as: Tolerance]>([
    [[null], TOLERANT],
    [[''], TOLERANT],
    [{}, TOLERANT],
    [[{ display: 'x' }], TOLERANT],
    [[{ value: null }], TOLERANT],
    [[{ value: { value: 'U1' } }], TOLERANT],
    [[['U1']], TOLERANT],
    [true, TOLERANT],
    [1.5, TOLERANT],
    [[{ value: 'U1', type: ['User'] }], TOLERANT],
    [7, STRICT],
    [[{ value: 'U1', type: 'direct' }], STRICT],
  ])('%j is refused', (value, as) => {
    expect(() => parseMembers(value, as)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }));
  });

  it('may be 10,000 and no more', () => {
    const values = Array.from({ length: 10_001 }, (_, index) => `U${index}`);
    expect(parseMembers(values.slice(1), TOLERANT)).toHaveLength(10_000);
    expect(() => parseMembers(values, TOLERANT)).toThrow(expect.objectContaining({ status: 413, scimType: 'tooMany' }));
  });
});
