import { describe, expect, it } from '@jest/globals';
import { joinSql, render, sql } from './fragment.js';

describe('sql', () => {
  const cases = [
    { name: 'is text', fragment: sql`SELECT 1`, text: 'SELECT 1', values: [] },
    { name: 'is nothing', fragment: sql``, text: '', values: [] },
    {
      name: 'makes values parameters',
      fragment: sql`a = ${1} AND b = ${'x'}`,
      text: 'a = $1 AND b = $2',
      values: [1, 'x'],
    },
    { name: 'takes values beside each other', fragment: sql`${1}${2}`, text: '$1$2', values: [1, 2] },
    { name: 'makes null a parameter', fragment: sql`${null}`, text: '$1', values: [null] },
    { name: 'makes a list one parameter', fragment: sql`= ANY(${[1, 2]})`, text: '= ANY($1)', values: [[1, 2]] },
    {
      name: 'nests',
      fragment: sql`(${sql`a = ${1}`} OR ${sql`b = ${2}`}) AND c = ${3}`,
      text: '(a = $1 OR b = $2) AND c = $3',
      values: [1, 2, 3],
    },
    { name: 'nests deeply', fragment: sql`x${sql`(${sql`[${sql`${'v'}`}]`})`}y`, text: 'x([$1])y', values: ['v'] },
    { name: 'nests text without values', fragment: sql`${sql`r`}.id = ${7}`, text: 'r.id = $1', values: [7] },
    {
      name: 'repeats a fragment with its values',
      fragment: ((a) => sql`${a}, ${a}`)(sql`f(${1})`),
      text: 'f($1), f($2)',
      values: [1, 1],
    },
    {
      name: 'joins',
      fragment: joinSql([sql`a = ${1}`, sql`b`, sql`c = ${3}`], ' AND '),
      text: 'a = $1 AND b AND c = $2',
      values: [1, 3],
    },
    { name: 'joins one', fragment: joinSql([sql`a = ${1}`], ' OR '), text: 'a = $1', values: [1] },
    { name: 'joins none', fragment: joinSql([], ', '), text: '', values: [] },
  ];
  it.each(cases)('$name', ({ fragment, text, values }) => {
    expect(render(fragment)).toEqual({ text, values });
  });

  it('counts on from where the caller is', () => {
    expect(render(sql`a = ${1} AND b = ${2}`, 4)).toEqual({ text: 'a = $4 AND b = $5', values: [1, 2] });
  });

  const hostile = [
    '; DROP TABLE scim_user',
    '$1',
    "'",
    '${x}',
    { strings: ['1 OR true'], values: [] },
    JSON.parse('{"strings":["x"],"values":[]}'),
    ['a', 'b'],
  ];
  it.each(hostile.map((value) => ({ value })))('takes $value for a value and never for text', ({ value }) => {
    expect(render(sql`a = ${value}`)).toEqual({ text: 'a = $1', values: [value] });
  });

  it('leaves its values to nobody', () => {
    const fragment = sql`${1}`;
    render(fragment).values.push(2);
    expect(fragment.values).toEqual([1]);
  });
});
