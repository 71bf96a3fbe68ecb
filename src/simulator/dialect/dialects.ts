import type { Company } from '../directory/directory.js';
import type { Dialect } from './dialect.js';
import { ENTRA, ENTRA_FLAGGED } from './entra.js';
import { OKTA } from './okta.js';

/** The clients that can be played, by the name the command line has for them. */
export const DIALECTS = { entra: ENTRA, 'entra-flag': ENTRA_FLAGGED, okta: OKTA } as const satisfies Record<
  string,
  Dialect
>;

export type DialectName = keyof typeof DIALECTS;

/** Whose directory it is: the flag makes no other company. */
export type Family = 'entra' | 'okta';

/** Two companies that may be pushed to the same service. */
export const COMPANIES: Readonly<Record<Family, Company>> = {
  entra: { domain: 'corp.example', groupPrefix: '' },
  okta: { domain: 'okta.example', groupPrefix: 'Okta ' },
};

export function familyOf(dialect: DialectName): Family {
  return dialect === 'okta' ? 'okta' : 'entra';
}

export function isDialectName(name: string): name is DialectName {
  return Object.hasOwn(DIALECTS, name);
}
