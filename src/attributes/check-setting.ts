import type { FieldProblem } from '../admin/problem.js';
import type { Connection } from '../tenants/tenant-config.js';
import type { AttributeSetting } from './attribute-setting.js';
import { checkSource } from './check-source.js';
import type { SettingChange } from './setting-change.js';

/** Of a canonical value in characters. */
export const MAX_VALUE_LENGTH = 65_536;

const KEY = /^[a-z][A-Za-z0-9]{0,63}$/;

/** Fields of a person that follow rules of their own. */
const RULED: ReadonlySet<string> = new Set(['id', 'email', 'status', 'active', 'protected', 'deactivatedBy']);

/** Why a canonical field cannot be called so; undefined: it can. */
export function checkKey(key: string): string | undefined {
  if (!KEY.test(key)) return 'A key is a lower-case letter and up to 63 letters and digits (a to z, A to Z, 0 to 9).';
  // A person's fields are an object by their keys; what every object has is not theirs.
  if (RULED.has(key) || key in {}) return `${key} follows rules of its own and cannot be set.`;
  return undefined;
}

/** What is wrong with the setting that a change would make; `before` is absent for a new key. */
export function checkSetting(
  before: AttributeSetting | undefined,
  after: AttributeSetting,
  change: SettingChange,
  connections: readonly Connection[],
): readonly FieldProblem[] {
  const { source, type } = after;
  const isOtherSource = change.source !== undefined && source !== null;
  return [
    ...checkLength(after),
    ...(before ? checkFixed(before, after) : []),
    ...(isOtherSource ? checkSource(source, type, connections) : []),
  ];
}

function checkLength({ maxLength }: AttributeSetting): readonly FieldProblem[] {
  if (Number.isInteger(maxLength) && maxLength >= 1 && maxLength <= MAX_VALUE_LENGTH) return [];
  return [{ pointer: '/maxLength', detail: `maxLength is a whole number from 1 to ${MAX_VALUE_LENGTH}.` }];
}

/** Stored values are of the type; and what the catalogue says of its keys is the same for every tenant. */
function checkFixed(before: AttributeSetting, after: AttributeSetting): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (after.type !== before.type)
    problems.push({ pointer: '/type', detail: `${before.key} is of type ${before.type}, which does not change.` });
  if (after.category !== before.category && !before.custom)
    problems.push({ pointer: '/category', detail: `${before.key} is in the category ${before.category}.` });
  return problems;
}
