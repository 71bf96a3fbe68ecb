import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ScimError } from '../error/scim-error.js';
import { parseResource } from '../resource/parse-resource.js';
import type { JsonObject, JsonValue, Resource } from '../resource/resource.js';
import { STRICT, TOLERANT, type Tolerance } from '../resource/tolerance.js';
import { USER_RESOURCE_TYPE } from '../schema/resource-types.js';
import { applyPatch } from './apply-patch.js';
import { parsePatch } from './parse-patch.js';

/** What holds of every PATCH of every user (RFC 7644 §3.5.2). */

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const anyText = () => fc.constantFrom('a', 'A', 'b', 'c', 'é', 'e\u0301', ' x ', '"]');
const anyKind = () => fc.constantFrom('work', 'home', 'Work', 'other');

const anyEmail = () =>
  fc.record(
    { value: anyText(), type: anyKind(), display: anyText(), primary: fc.boolean() },
    { requiredKeys: ['value'] },
  );
const anyAddress = () =>
  fc.record({ type: anyKind(), locality: anyText(), primary: fc.boolean() }, { requiredKeys: ['locality'] });
const anyName = () => fc.record({ givenName: anyText(), familyName: anyText() }, { requiredKeys: [] });
const anyEnterprise = () =>
  fc.record({ department: anyText(), manager: fc.record({ value: anyText() }) }, { requiredKeys: [] });

/** Whatever each path takes. */
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  userName: anyText(),
  title: fc.option(anyText()),
  externalId: anyText(),
  [`${USER}:displayName`]: anyText(),
  active: fc.boolean(),
  name: anyName(),
  'name.familyName': fc.option(anyText()),
  emails: fc.oneof(anyEmail(), fc.array(anyEmail(), { maxLength: 3 })),
  roles: fc.array(anyEmail(), { maxLength: 3 }),
  addresses: fc.array(anyAddress(), { maxLength: 2 }),
  [ENT]: anyEnterprise(),
  [`${ENT}:department`]: fc.option(anyText()),
  [`${ENT}:manager`]: fc.option(fc.record({ value: anyText() })),
  'emails[type eq "work"]': anyEmail().map(({ type: _type, ...rest }) => rest),
  'emails[type eq "work"].value': anyText(),
  'emails[type eq "home"].primary': fc.boolean(),
  'emails[type eq "other" and value eq "a"].display': anyText(),
  'roles[primary eq true].value': anyText(),
  'addresses[type eq "work"].locality': anyText(),
};

function anyResource(): fc.Arbitrary<Resource> {
  const body = fc.record(
    {
      schemas: fc.constant([USER]),
      userName: anyText(),
      externalId: anyText(),
      title: anyText(),
      active: fc.boolean(),
      name: anyName(),
      emails: fc.array(anyEmail(), { maxLength: 3 }),
      roles: fc.array(anyEmail(), { maxLength: 2 }),
      addresses: fc.array(anyAddress(), { maxLength: 2 }),
      [ENT]: anyEnterprise(),
    },
    { requiredKeys: ['schemas', 'userName', 'active'] },
  );
  return body.map((sent) => parseResource(USER_RESOURCE_TYPE, sent, STRICT).resource);
}

function anyOperation(ops: readonly string[] = ['add', 'Replace', 'remove']): fc.Arbitrary<JsonObject> {
  const pathed = fc
    .constantFrom(...Object.keys(VALUES))
    .chain((path) =>
      fc
        .tuple(fc.constantFrom(...ops), VALUES[path] ?? fc.constant(null))
        .map(([op, value]) => operation(op, path, value)),
    );
  const dictionary = fc.record(
    {
      title: anyText(),
      'name.givenName': anyText(),
      [`${ENT}:department`]: anyText(),
      emails: fc.array(anyEmail(), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
  const pathless = fc.tuple(fc.constantFrom('add', 'replace'), dictionary).map(([op, value]) => ({ op, value: value }));
  return fc.oneof({ weight: 5, arbitrary: pathed }, pathless);
}

function operation(op: string, path: string, value: unknown): JsonObject {
  return op === 'remove' ? { op, path } : { op, path, value: value as JsonValue };
}

/** The resource after it, or why it was refused. */
function patch(
  resource: Resource,
  operations: readonly JsonObject[],
  tolerance: Tolerance = STRICT,
): Resource | string {
  try {
    const parsed = parsePatch(USER_RESOURCE_TYPE, { Operations: operations }, tolerance);
    return applyPatch(USER_RESOURCE_TYPE, resource, parsed.operations, tolerance).resource;
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}`;
    throw error;
  }
}

const RUNS = { seed: 7644, numRuns: 1_000 };

describe('every PATCH', () => {
  const operations = fc.array(anyOperation(), { minLength: 1, maxLength: 4 });

  it('of one operation is idempotent', () => {
    fc.assert(
      fc.property(anyResource(), anyOperation(), (resource, operation) => {
        const once = patch(resource, [operation]);
        if (typeof once !== 'string') expect(patch(once, [operation])).toEqual(once);
      }),
      RUNS,
    );
  });

  it('that adds what it has added, or replaces by what is there, gives the very same resource', () => {
    fc.assert(
      fc.property(anyResource(), anyOperation(['add', 'replace']), (resource, operation) => {
        const once = patch(resource, [operation]);
        if (typeof once !== 'string') expect(patch(once, [operation])).toBe(once);
      }),
      RUNS,
    );
  });

  it('is its operations one after the other', () => {
    fc.assert(
      fc.property(anyResource(), operations, (resource, all) => {
        const together = patch(resource, all);
        const singly = all.reduce<Resource | string>(
          (current, each) => (typeof current === 'string' ? current : patch(current, [each])),
          resource,
        );
        expect(together).toEqual(singly);
      }),
      RUNS,
    );
  });

  it('leaves what it was given as it was, whether it succeeds or not', () => {
    fc.assert(
      fc.property(anyResource(), operations, (resource, all) => {
        const before = JSON.stringify(resource);
        const sent = JSON.stringify(all);
        patch(resource, all);
        expect([JSON.stringify(resource), JSON.stringify(all)]).toEqual([before, sent]);
      }),
      RUNS,
    );
  });

  it('gives a resource that a PUT of it gives, too', () => {
    fc.assert(
      fc.property(anyResource(), operations, (resource, all) => {
        const patched = patch(resource, all);
        if (typeof patched !== 'string')
          expect(parseResource(USER_RESOURCE_TYPE, patched, STRICT).resource).toEqual(patched);
      }),
      RUNS,
    );
  });

  it('that a strict connection accepts means the same on a tolerant one', () => {
    fc.assert(
      fc.property(anyResource(), operations, (resource, all) => {
        const strictly = patch(resource, all, STRICT);
        if (typeof strictly !== 'string') expect(patch(resource, all, TOLERANT)).toEqual(strictly);
      }),
      RUNS,
    );
  });
});
