import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { canonicalEmail } from './canonical-email.js';

interface Case {
  readonly name: string;
  readonly resource: JsonObject;
  readonly address: string | undefined;
  readonly isOfficial?: boolean;
}

const work = (value: string): JsonObject => ({ type: 'work', value });
const home = (value: string): JsonObject => ({ type: 'home', value });

describe('canonicalEmail', () => {
  const cases: readonly Case[] = [
    {
      name: 'the primary, before an earlier work address',
      resource: { emails: [work('w@corp.example'), { ...home('p@corp.example'), primary: true }] },
      address: 'p@corp.example',
      isOfficial: true,
    },
    {
      name: 'else the first work address, in any case of its type',
      resource: { emails: [home('h@home.example'), { type: 'Work', value: 'w@corp.example' }, work('x@corp.example')] },
      address: 'w@corp.example',
      isOfficial: true,
    },
    {
      name: 'the first work address that is one',
      resource: { emails: [work('none'), work('w@corp.example')] },
      address: 'w@corp.example',
      isOfficial: true,
    },
    {
      name: 'a primary that is no address gives way to a work address',
      resource: { emails: [{ ...home('none'), primary: true }, work('w@corp.example')] },
      address: 'w@corp.example',
      isOfficial: true,
    },
    {
      name: 'else any address, which links nobody',
      resource: { userName: 'u@corp.example', emails: [{ type: 'other' }, home('h@home.example')] },
      address: 'h@home.example',
      isOfficial: false,
    },
    {
      name: 'else a userName that looks like one, which links nobody',
      resource: { userName: 'u@corp.example' },
      address: 'u@corp.example',
      isOfficial: false,
    },
    { name: 'none is fine too', resource: { userName: 'ana', displayName: 'ana@corp.example' }, address: undefined },
    { name: 'no address among the emails', resource: { userName: 'ana', emails: [work('ana')] }, address: undefined },
    { name: 'a list that is none', resource: { userName: 'ana', emails: 'ana@corp.example' }, address: undefined },
    {
      name: 'a list of texts, which no door lets through',
      resource: { userName: 'ana', emails: ['ana@corp.example', ['b@corp.example']] },
      address: undefined,
    },
    {
      name: 'two addresses in one value',
      resource: { userName: 'ana', emails: [work('a@corp.example,b@corp.example')] },
      address: undefined,
    },
    {
      name: 'the word "true" makes none the primary',
      resource: { emails: [{ ...home('h@corp.example'), primary: 'true' }, work('w@corp.example')] },
      address: 'w@corp.example',
      isOfficial: true,
    },
  ];
  it.each(cases)('$name', ({ resource, address, isOfficial }) => {
    const found = canonicalEmail(frozen(resource));
    expect(found?.address).toBe(address);
    expect(found?.isOfficial).toBe(isOfficial);
  });

  it('keeps the spelling and folds the key', () => {
    expect(canonicalEmail({ emails: [work('Ana.Ruiz@CORP.Example')] })).toEqual({
      address: 'Ana.Ruiz@CORP.Example',
      key: 'ana.ruiz@corp.example',
      isOfficial: true,
    });
  });

  it('does not fold a local part that is not ASCII: a look-alike is somebody else', () => {
    const keyOf = (value: string) => canonicalEmail({ emails: [work(value)] })?.key;
    expect(keyOf('\u212Aim@corp.example')).not.toBe(keyOf('kim@corp.example'));
    expect(keyOf('\u0430na@corp.example')).not.toBe(keyOf('ana@corp.example'));
  });
});
