import type { AttributeCategory, AttributeSetting, CanonicalType } from './attribute-setting.js';

const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WORK_ADDRESS = 'addresses[type eq "work"]';

const SHORT = 256;
const LONG = 4096;

/** The canonical fields every tenant has, with their default sources. Names and work attributes start mirrored, the others off. */
export const CATALOGUE: readonly AttributeSetting[] = [
  on('givenName', 'name', 'name.givenName'),
  on('familyName', 'name', 'name.familyName'),
  on('displayName', 'name', 'displayName'),
  off('phoneWork', 'contact', 'phoneNumbers[type eq "work"].value'),
  off('phoneMobile', 'contact', 'phoneNumbers[type eq "mobile"].value'),
  on('jobTitle', 'professional', 'title'),
  on('department', 'professional', `${ENT}:department`),
  off('organization', 'professional', `${ENT}:organization`),
  off('division', 'professional', `${ENT}:division`),
  off('costCenter', 'professional', `${ENT}:costCenter`),
  on('employeeId', 'professional', `${ENT}:employeeNumber`),
  on('manager', 'professional', `${ENT}:manager.value`, 'reference'),
  off('userType', 'professional', 'userType'),
  off('streetAddress', 'location', `${WORK_ADDRESS}.streetAddress`, LONG),
  off('city', 'location', `${WORK_ADDRESS}.locality`),
  off('state', 'location', `${WORK_ADDRESS}.region`),
  off('postalCode', 'location', `${WORK_ADDRESS}.postalCode`),
  off('country', 'location', `${WORK_ADDRESS}.country`),
  off('preferredLanguage', 'profile', 'preferredLanguage'),
  off('locale', 'profile', 'locale'),
  off('timezone', 'profile', 'timezone'),
  off('description', 'profile', null, LONG),
];

/** The catalogue with what the tenant changed or added; its own keys follow in their own order. */
export function withCatalogue<T extends AttributeSetting>(changed: readonly T[]): readonly (T | AttributeSetting)[] {
  const byKey = new Map(changed.map((setting) => [setting.key, setting]));
  return [
    ...CATALOGUE.map((setting) => byKey.get(setting.key) ?? setting),
    ...changed.filter((setting) => setting.custom),
  ];
}

function on(
  key: string,
  category: AttributeCategory,
  source: string,
  type: CanonicalType = 'string',
): AttributeSetting {
  return { ...setting(key, category, source, SHORT), type, enabled: true, mirror: true };
}

function off(key: string, category: AttributeCategory, source: string | null, maxLength = SHORT): AttributeSetting {
  return setting(key, category, source, maxLength);
}

function setting(key: string, category: AttributeCategory, source: string | null, maxLength: number): AttributeSetting {
  return {
    key,
    category,
    type: 'string',
    maxLength,
    source,
    enabled: false,
    mirror: false,
    required: false,
    authority: 'identity_provider',
    custom: false,
  };
}
