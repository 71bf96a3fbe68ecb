import { describe, expect, it } from '@jest/globals';
import { frozen } from '../../test/support/people.js';
import type { AttributeSetting } from './attribute-setting.js';
import { CATALOGUE, withCatalogue } from './catalogue.js';

describe('the catalogue', () => {
  const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

  const rows: readonly (readonly [key: string, category: string, source: string | null, starts: 'mirrored' | 'off'])[] =
    [
      ['givenName', 'name', 'name.givenName', 'mirrored'],
      ['familyName', 'name', 'name.familyName', 'mirrored'],
      ['displayName', 'name', 'displayName', 'mirrored'],
      ['phoneWork', 'contact', 'phoneNumbers[type eq "work"].value', 'off'],
      ['phoneMobile', 'contact', 'phoneNumbers[type eq "mobile"].value', 'off'],
      ['jobTitle', 'professional', 'title', 'mirrored'],
      ['department', 'professional', `${ENT}:department`, 'mirrored'],
      ['organization', 'professional', `${ENT}:organization`, 'off'],
      ['division', 'professional', `${ENT}:division`, 'off'],
      ['costCenter', 'professional', `${ENT}:costCenter`, 'off'],
      ['employeeId', 'professional', `${ENT}:employeeNumber`, 'mirrored'],
      ['manager', 'professional', `${ENT}:manager.value`, 'mirrored'],
      ['userType', 'professional', 'userType', 'off'],
      ['streetAddress', 'location', 'addresses[type eq "work"].streetAddress', 'off'],
      ['city', 'location', 'addresses[type eq "work"].locality', 'off'],
      ['state', 'location', 'addresses[type eq "work"].region', 'off'],
      ['postalCode', 'location', 'addresses[type eq "work"].postalCode', 'off'],
      ['country', 'location', 'addresses[type eq "work"].country', 'off'],
      ['preferredLanguage', 'profile', 'preferredLanguage', 'off'],
      ['locale', 'profile', 'locale', 'off'],
      ['timezone', 'profile', 'timezone', 'off'],
      ['description', 'profile', null, 'off'],
    ];

  it('has these keys, with these sources and this start', () => {
    const found = CATALOGUE.map(({ key, category, source, enabled, mirror }) => [
      key,
      category,
      source,
      enabled && mirror ? 'mirrored' : enabled || mirror ? 'half' : 'off',
    ]);
    expect(found).toEqual(rows);
  });

  it('holds no setting of its own for email and status, which follow rules', () => {
    expect(CATALOGUE.filter(({ key }) => key === 'email' || key === 'status')).toEqual([]);
  });

  it('leaves authority to the identity provider, and requires nothing', () => {
    expect(
      CATALOGUE.filter(({ authority, required, custom }) => authority !== 'identity_provider' || required || custom),
    ).toEqual([]);
  });
});

describe('withCatalogue', () => {
  const changed: AttributeSetting = { ...CATALOGUE.find(({ key }) => key === 'jobTitle')!, mirror: false };
  const own: AttributeSetting = { ...changed, key: 'badge', source: 'nickName', custom: true };

  it('is the catalogue where the tenant changed nothing', () => {
    expect(withCatalogue([])).toEqual(CATALOGUE);
  });

  it('has what the tenant changed in its place, and what it added behind', () => {
    const settings = withCatalogue(frozen([own, changed]));
    expect(settings).toHaveLength(CATALOGUE.length + 1);
    expect(settings.find(({ key }) => key === 'jobTitle')).toBe(changed);
    expect(settings.at(-1)).toBe(own);
  });

  it('leaves out what is neither of the catalogue nor the tenant’s own', () => {
    expect(withCatalogue([{ ...own, custom: false }])).toEqual(CATALOGUE);
  });
});
