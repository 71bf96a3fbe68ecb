import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { MemberOperation } from '../kernel/patch/member-operations.js';
import { netMembers } from './net-members.js';

function op(kind: 'add' | 'remove' | 'replace', ...values: readonly string[]): MemberOperation {
  return { kind, members: values.map((value) => ({ value })) };
}

const clear: MemberOperation = { kind: 'clear' };
const UUID = 'abcdef12-0f5b-4b58-9d8e-3f4f5e6a7b01';

describe('netMembers', () => {
  const cases: readonly {
    readonly name: string;
    readonly operations: readonly MemberOperation[];
    readonly joining?: readonly string[];
    readonly leaving?: readonly string[];
    readonly isWhole?: boolean;
  }[] = [
    { name: 'nothing is said', operations: [] },
    { name: 'add names only those who join', operations: [op('add', 'ana', 'ben')], joining: ['ana', 'ben'] },
    { name: 'remove names only those who leave', operations: [op('remove', 'ana')], leaving: ['ana'] },
    {
      name: 'the last word counts: added, then removed',
      operations: [op('add', 'ana'), op('remove', 'ana')],
      leaving: ['ana'],
    },
    {
      name: 'the last word counts: removed, then added',
      operations: [op('remove', 'ana'), op('add', 'ana')],
      joining: ['ana'],
    },
    {
      name: 'a word about one is none about another',
      operations: [op('add', 'ana'), op('remove', 'ben')],
      joining: ['ana'],
      leaving: ['ben'],
    },
    { name: 'replace is of the whole list', operations: [op('replace', 'ana')], joining: ['ana'], isWhole: true },
    { name: 'clear empties', operations: [clear], isWhole: true },
    {
      name: 'what came before a replace is forgotten',
      operations: [op('add', 'ana'), op('remove', 'cleo'), op('replace', 'ben')],
      joining: ['ben'],
      isWhole: true,
    },
    {
      name: 'what comes after a replace counts, and who leaves then just is not named',
      operations: [op('replace', 'ana', 'ben'), op('remove', 'ana'), op('add', 'cleo')],
      joining: ['ben', 'cleo'],
      isWhole: true,
    },
    { name: 'clear, then add', operations: [clear, op('add', 'ana')], joining: ['ana'], isWhole: true },
    { name: 'add, then clear', operations: [op('add', 'ana'), clear], isWhole: true },
    { name: 'the same twice', operations: [op('add', 'ana'), op('add', 'ana')], joining: ['ana'] },
    {
      name: 'an id is the same in any case',
      operations: [op('add', UUID), op('remove', UUID.toUpperCase())],
      leaving: [UUID.toUpperCase()],
    },
    { name: 'a key is not', operations: [op('add', 'Ana'), op('remove', 'ANA')], joining: ['Ana'], leaving: ['ANA'] },
    {
      name: 'names that every object has are names like any other',
      operations: [op('add', '__proto__', 'constructor')],
      joining: ['__proto__', 'constructor'],
    },
  ];
  it.each(cases)('$name', ({ operations, joining = [], leaving = [], isWhole = false }) => {
    const net = netMembers(frozen(operations));
    expect(net).toEqual({ isWhole, joining: joining.map((value) => ({ value })), leaving });
  });

  it('keeps the type that was said last', () => {
    const operations: MemberOperation[] = [
      { kind: 'add', members: [{ value: 'x', type: 'User' }] },
      { kind: 'add', members: [{ value: 'x', type: 'Group' }] },
    ];
    expect(netMembers(operations).joining).toEqual([{ value: 'x', type: 'Group' }]);
  });
});
