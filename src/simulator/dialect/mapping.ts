import { displayNameOf, type Person } from '../directory/directory.js';
import type { JsonObject } from '../scim/json.js';
import { ENTERPRISE } from '../scim/schemas.js';
import { type Attribute, enterprise, part, simple, typed } from './attribute.js';

/** A value that differs from what the service has. */
export interface Change {
  readonly attribute: Attribute;
  readonly value: string | boolean;
  /** Whether the service has no value there. */
  readonly absent: boolean;
}

/** What of a person is pushed where: the default mapping, short of what a pretend directory has no use for. */
const MAPPING: readonly (readonly [Attribute, (person: Person) => string | boolean])[] = [
  [simple('active'), ({ enabled }) => enabled],
  [simple('userName'), ({ userName }) => userName],
  [simple('displayName'), displayNameOf],
  [part('name', 'givenName'), ({ givenName }) => givenName],
  [part('name', 'familyName'), ({ familyName }) => familyName],
  [simple('title'), ({ title }) => title],
  [typed('emails', 'work', 'value'), ({ userName }) => userName],
  [typed('phoneNumbers', 'mobile', 'value'), ({ mobile }) => mobile],
  [typed('addresses', 'work', 'streetAddress'), ({ streetAddress }) => streetAddress],
  [typed('addresses', 'work', 'locality'), ({ locality }) => locality],
  [enterprise('department'), ({ department }) => department],
  [enterprise('employeeNumber'), ({ employeeNumber }) => employeeNumber],
];

const EXTERNAL_ID = simple('externalId');

/** What in `found`, as the service returned it, is not as the directory has it. */
export function differences(person: Person, externalId: string, found: JsonObject): readonly Change[] {
  const wanted = [
    [EXTERNAL_ID, externalId] as const,
    ...MAPPING.map(([attribute, value]) => [attribute, value(person)] as const),
  ];
  return wanted.flatMap(([attribute, value]) => difference(attribute, value, found));
}

/** Equal is only what is exactly the same: a value that comes back altered would be sent again in every cycle. */
export function difference(attribute: Attribute, value: string | boolean, found: JsonObject): readonly Change[] {
  const present = attribute.read(found);
  return present === value ? [] : [{ attribute, value, absent: present === undefined }];
}

/** The same values as a resource. */
export function profileOf(person: Person): JsonObject {
  const { userName, givenName, familyName, title, mobile, streetAddress, locality } = person;
  const displayName = displayNameOf(person);
  return {
    userName,
    displayName,
    name: { formatted: displayName, givenName, familyName },
    title,
    emails: [{ primary: true, type: 'work', value: userName }],
    phoneNumbers: [{ type: 'mobile', value: mobile }],
    addresses: [{ type: 'work', streetAddress, locality }],
    [ENTERPRISE]: { employeeNumber: person.employeeNumber, department: person.department },
  };
}
