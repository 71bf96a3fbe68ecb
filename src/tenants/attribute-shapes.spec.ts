import { describe, expect, it } from '@jest/globals';
import { type AttributeDefinition, completeDefinition } from './attribute-definition.js';
import { contradicted, droppedShapes, shapesOf, spelledAs } from './attribute-shapes.js';

const complete = (definitions: readonly AttributeDefinition[]) => definitions.map(completeDefinition);
const shapes = (definitions: readonly AttributeDefinition[]) => shapesOf(complete(definitions));
const paths = (found: ReturnType<typeof shapes>) => found.map(({ path }) => path.join('.'));

const BADGE = { name: 'badge' };
const SITE: AttributeDefinition = {
  name: 'site',
  type: 'complex',
  subAttributes: [{ name: 'code' }, { name: 'floor' }],
};

describe('a change of definitions', () => {
  it.each<
    [name: string, next: readonly AttributeDefinition[], contradicted: readonly string[], dropped: readonly string[]]
  >([
    ['the same', [BADGE, SITE], [], []],
    ['another order and another case', [SITE, { name: 'BADGE' }], [], []],
    ['other characteristics', [{ ...BADGE, required: true, caseExact: true }, SITE], [], []],
    [
      'more of everything',
      [BADGE, { name: 'level' }, { ...SITE, subAttributes: [...(SITE.subAttributes ?? []), BADGE] }],
      [],
      [],
    ],
    ['another type', [{ ...BADGE, type: 'integer' }, SITE], ['badge'], []],
    ['several values', [{ ...BADGE, multiValued: true }, SITE], ['badge'], []],
    ['a sub-attribute less', [BADGE, { ...SITE, subAttributes: [{ name: 'code' }] }], ['site.floor'], []],
    ['no object any more', [BADGE, { name: 'site' }], ['site', 'site.code', 'site.floor'], []],
    ['an attribute less', [BADGE], [], ['site', 'site.code', 'site.floor']],
  ])('%s', (_, next, contradictedPaths, dropped) => {
    const [former, wanted] = [shapes([BADGE, SITE]), shapes(next)];
    expect(paths(contradicted(former, wanted))).toEqual(contradictedPaths);
    expect(paths(droppedShapes(former, wanted))).toEqual(dropped);
  });

  it('keeps the spelling of names that were there', () => {
    const next = complete([
      { name: 'BADGE' },
      { name: 'Site', type: 'complex', subAttributes: [{ name: 'CODE' }, { name: 'New' }] },
    ]);
    expect(paths(shapesOf(spelledAs(shapes([BADGE, SITE]), next)))).toEqual(['badge', 'site', 'site.code', 'site.New']);
  });
});
