import { randomUUID } from 'node:crypto';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A user as Microsoft Entra ID pushes one with its standard mapping filled: 1.3 kB, nobody's name twice. */
export interface EntraUser {
  readonly userName: string;
  readonly [attribute: string]: unknown;
}

export function entraUser(): EntraUser {
  const objectId = randomUUID();
  const userName = `maria.fernandez.${objectId.slice(0, 13)}@corp.example`;
  return {
    schemas: [USER, ENTERPRISE],
    externalId: objectId,
    userName,
    active: true,
    displayName: `María Fernández ${objectId.slice(0, 4)}`,
    title: 'Senior Process Engineer',
    preferredLanguage: 'es-ES',
    name: { formatted: 'María Fernández', givenName: 'María', familyName: 'Fernández' },
    emails: [{ primary: true, type: 'work', value: userName }],
    phoneNumbers: [
      { type: 'work', value: '+34 912 345 678' },
      { type: 'mobile', value: '+34 612 345 678' },
      { type: 'fax', value: '+34 912 345 679' },
    ],
    addresses: [ADDRESS],
    roles: [],
    meta: { resourceType: 'User' },
    [ENTERPRISE]: {
      employeeNumber: objectId.slice(-6),
      department: 'Process Engineering',
      division: 'Northern Plants',
      costCenter: '4711',
      organization: 'Corp Example',
    },
  };
}

const ADDRESS = {
  type: 'work',
  primary: true,
  formatted: 'Calle de Alcalá 42, 28014 Madrid, España',
  streetAddress: 'Calle de Alcalá 42',
  locality: 'Madrid',
  region: 'Comunidad de Madrid',
  postalCode: '28014',
  country: 'ES',
};
