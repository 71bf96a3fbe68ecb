import { z } from 'zod';
import { COMPANIES, type Family } from '../dialect/dialects.js';
import { createDirectory } from '../directory/create-directory.js';
import type { Directory } from '../directory/directory.js';
import { type KeptLinks, Links } from '../engine/links.js';
import { Random } from '../random.js';

/** Everything that a next run continues from. */
export interface State {
  /** Whose directory it is. */
  readonly family: Family;
  /** Of the service: another one knows nobody yet. */
  readonly url: string;
  /** Of the chance that is still to come. */
  readonly seed: number;
  /** Cycles that were run. */
  readonly cycles: number;
  readonly directory: Directory;
  readonly links: KeptLinks;
}

const PERSON = z.object({
  objectId: z.string(),
  userName: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  title: z.string(),
  department: z.string(),
  employeeNumber: z.string(),
  mobile: z.string(),
  streetAddress: z.string(),
  locality: z.string(),
  manager: z.string().optional(),
  enabled: z.boolean(),
});

const GROUP = z.object({ objectId: z.string(), displayName: z.string(), members: z.array(z.string()) });

const STATE = z.object({
  family: z.enum(['entra', 'okta']),
  url: z.string(),
  seed: z.number(),
  cycles: z.number(),
  directory: z.object({
    company: z.object({ domain: z.string(), groupPrefix: z.string() }),
    people: z.array(PERSON),
    groups: z.array(GROUP),
    names: z.array(z.string()),
  }),
  links: z.object({
    users: z.record(z.string(), z.string()),
    groups: z.record(z.string(), z.object({ id: z.string(), members: z.array(z.string()) })),
    pending: z.array(z.string()),
  }),
});

/** Undefined for anything that is no state. */
export function parseState(value: unknown): State | undefined {
  return STATE.safeParse(value).data;
}

/** A company of this size on its first day. */
export function newState(
  family: Family,
  url: string,
  size: { readonly users: number; readonly groups: number; readonly seed: number },
): State {
  const random = new Random(size.seed);
  const directory = createDirectory(COMPANIES[family], size, random);
  return { family, url, seed: random.seed, cycles: 0, directory, links: new Links().keep() };
}

/** The same company at this service. At another one than before, everybody is looked for again. */
export function connectedTo(state: State, url: string): State {
  return url === state.url ? state : { ...state, url, links: new Links().keep() };
}
