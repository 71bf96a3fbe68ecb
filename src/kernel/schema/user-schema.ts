import { defineAttribute, defineKind, definePlural, PRIMARY } from './define-attribute.js';
import type { Schema } from './schema.js';

/**
 * The User schema of RFC 7643 §4.1 and §8.7.1. It differs in this: `addresses` has the `primary` that the
 * RFC's own example shows, and references are case-exact, as RFC 7643 §2.3.7 says.
 */
export const USER_SCHEMA: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    defineAttribute('userName', 'The name by which the user signs in; unique in any case.', {
      required: true,
      uniqueness: 'server',
    }),
    defineAttribute('name', 'The parts of the user’s name.', {
      type: 'complex',
      subAttributes: [
        defineAttribute('formatted', 'The whole name, ready to be shown.'),
        defineAttribute('familyName', 'The family name.'),
        defineAttribute('givenName', 'The given name.'),
        defineAttribute('middleName', 'The middle names.'),
        defineAttribute('honorificPrefix', 'What precedes the name, such as “Dr.”.'),
        defineAttribute('honorificSuffix', 'What follows the name, such as “III”.'),
      ],
    }),
    defineAttribute('displayName', 'The name to show for the user.'),
    defineAttribute('nickName', 'What the user is called casually.'),
    defineAttribute('profileUrl', 'The URL of the user’s profile page.', {
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    defineAttribute('title', 'The user’s title in the organization.'),
    defineAttribute('userType', 'The relation of the user to the organization, such as “Employee”.'),
    defineAttribute('preferredLanguage', 'The language the user prefers to read.'),
    defineAttribute('locale', 'The locale for dates, numbers and currency.'),
    defineAttribute('timezone', 'The user’s time zone, such as “Europe/Lisbon”.'),
    defineAttribute('active', 'Whether the user may use the service.', { type: 'boolean' }),
    defineAttribute('password', 'Accepted and forgotten: the service keeps no passwords.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    definePlural('emails', 'Email addresses.', defineAttribute('value', 'The address.'), ['work', 'home', 'other']),
    definePlural('phoneNumbers', 'Phone numbers.', defineAttribute('value', 'The number, kept as it was sent.'), [
      'work',
      'home',
      'mobile',
      'fax',
      'pager',
      'other',
    ]),
    definePlural('ims', 'Addresses of instant messaging.', defineAttribute('value', 'The address.'), [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    definePlural(
      'photos',
      'Photos of the user.',
      defineAttribute('value', 'The URL of the photo.', {
        type: 'reference',
        referenceTypes: ['external'],
        caseExact: true,
      }),
      ['photo', 'thumbnail'],
    ),
    defineAttribute('addresses', 'Postal addresses.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        defineAttribute('formatted', 'The whole address, ready to be shown; it may have several lines.'),
        defineAttribute('streetAddress', 'Street, house number, post office box.'),
        defineAttribute('locality', 'The city.'),
        defineAttribute('region', 'The state or region.'),
        defineAttribute('postalCode', 'The postal code.'),
        defineAttribute('country', 'The country.'),
        defineKind(['work', 'home', 'other']),
        PRIMARY,
      ],
    }),
    defineAttribute('groups', 'The groups the user is a member of, derived from their members.', {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        defineAttribute('value', 'The id of the group.', { mutability: 'readOnly' }),
        defineAttribute('$ref', 'The URL of the group.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          caseExact: true,
          mutability: 'readOnly',
        }),
        defineAttribute('display', 'The name of the group.', { mutability: 'readOnly' }),
        defineAttribute('type', 'How the user belongs to the group.', {
          canonicalValues: ['direct', 'indirect'],
          mutability: 'readOnly',
        }),
      ],
    }),
    definePlural('entitlements', 'What the user is entitled to.', defineAttribute('value', 'The entitlement.')),
    definePlural('roles', 'The roles of the user.', defineAttribute('value', 'The role.')),
    definePlural(
      'x509Certificates',
      'Certificates issued to the user.',
      defineAttribute('value', 'The certificate, DER in base64.', { type: 'binary', caseExact: true }),
    ),
  ],
};
