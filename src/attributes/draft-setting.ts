import { type FieldProblem, Problem } from '../admin/problem.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import type { AttributeSetting } from './attribute-setting.js';
import { checkKey, checkSetting } from './check-setting.js';
import { newSetting, type SettingChange, withChange } from './setting-change.js';

/** Where a request names the key: in its body, or in its path. */
export type KeyPlace = Pick<FieldProblem, 'pointer' | 'parameter'>;

/**
 * The setting that a change would make of what is there; `before` is absent for a key of the tenant's own that is not there yet.
 *
 * @throws Problem 400 that names each wrong field
 */
export function draftSetting(
  key: string,
  before: AttributeSetting | undefined,
  change: SettingChange,
  { connections }: Pick<TenantConfig, 'connections'>,
  place: KeyPlace,
): AttributeSetting {
  const detail = before ? undefined : checkKey(key);
  if (detail !== undefined) throw Problem.invalid([{ ...place, detail }]);
  const after = before ? withChange(before, change) : startOf(key, change);
  const problems = checkSetting(before, after, change, connections);
  if (problems.length > 0) throw Problem.invalid(problems);
  return after;
}

function startOf(key: string, change: SettingChange): AttributeSetting {
  const missing = missingFields(key, change);
  if (missing.length > 0) throw Problem.invalid(missing);
  return newSetting(key, change);
}

function missingFields(key: string, change: SettingChange): readonly FieldProblem[] {
  return (['category', 'type', 'maxLength'] as const)
    .filter((field) => change[field] === undefined)
    .map((field) => ({ pointer: `/${field}`, detail: `${key} is not of the catalogue: a new key needs ${field}.` }));
}
