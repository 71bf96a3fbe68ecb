import { describe, expect, it } from '@jest/globals';
import { aConfig, aConnection, anotherConnection, aResource, frozen } from '../../test/support/people.js';
import { USER_RESOURCE_TYPE } from '../kernel/schema/resource-types.js';
import { CATALOGUE } from './catalogue.js';
import { mirroredSettings, mirrorSources } from './mirror-sources.js';

const ofEntra = aResource({ id: 'of-entra', identityProviderId: 'entra' });
const ofOkta = aResource({ id: 'of-okta', identityProviderId: 'okta' });

describe('mirrorSources', () => {
  const config = frozen(aConfig([aConnection(), anotherConnection()]));

  it('keeps the order it is given', () => {
    const sources = mirrorSources([ofOkta, ofEntra], config);
    expect(sources.map(({ identityProviderId }) => identityProviderId)).toEqual(['okta', 'entra']);
  });

  it('leaves out what a connection left that was ended', () => {
    expect(mirrorSources([aResource({ identityProviderId: 'ended' })], config)).toEqual([]);
  });
});

describe('mirroredSettings', () => {
  it('resolves every source of the catalogue', () => {
    const unresolved = mirroredSettings(CATALOGUE, USER_RESOURCE_TYPE).filter(({ path }) => path === undefined);
    expect(unresolved.map(({ key, source }) => [key, source])).toEqual([['description', null]]);
  });

  it('receives nothing from a source that these schemas do not know', () => {
    const settings = CATALOGUE.map((setting) => ({ ...setting, source: 'urn:acme:User:badge' }));
    expect(mirroredSettings(settings, USER_RESOURCE_TYPE).every(({ path }) => path === undefined)).toBe(true);
  });

  it('is worked out once for the same settings and schemas', () => {
    const settings = [...CATALOGUE];
    const first = mirroredSettings(settings, USER_RESOURCE_TYPE);
    expect(mirroredSettings(settings, USER_RESOURCE_TYPE)).toBe(first);
    expect(mirroredSettings(settings, { ...USER_RESOURCE_TYPE })).not.toBe(first);
    expect(mirroredSettings([...settings], USER_RESOURCE_TYPE)).not.toBe(first);
  });
});
