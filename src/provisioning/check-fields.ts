import type { FieldProblem } from '../admin/problem.js';
import type { AttributeSetting } from '../attributes/attribute-setting.js';
import { misfit } from '../attributes/mirror.js';
import { isStorable } from '../kernel/text/is-storable.js';
import type { FieldValue, FieldValues } from './administrators-change.js';

/** Fields that one request may name. */
export const MAX_FIELDS = 200;

/** What the tenant keeps of what an administrator wants to write, and what is wrong with the rest: one problem a field. Pure. */
export function checkFields(
  given: Readonly<Record<string, unknown>>,
  settings: readonly AttributeSetting[],
): { readonly values: FieldValues; readonly problems: readonly FieldProblem[] } {
  const entries = Object.entries(given);
  if (entries.length > MAX_FIELDS) return { values: {}, problems: [problem('', `name ${MAX_FIELDS} fields at most.`)] };
  const byKey = new Map(settings.map((setting) => [setting.key, setting]));
  const checked = entries.map(([key, value]) => ({ key, value, detail: wrongOf(byKey.get(key), value) }));
  const fitting = checked.flatMap(({ key, value, detail }) =>
    detail === undefined && (value === null || isScalar(value)) ? [[key, value] as const] : [],
  );
  return {
    values: Object.fromEntries(fitting),
    problems: checked.flatMap(({ key, detail }) => (detail === undefined ? [] : [problem(key, detail)])),
  };
}

/** The keys whose value names somebody, with that value. */
export function referencesIn(values: FieldValues, settings: readonly AttributeSetting[]): ReadonlyMap<string, string> {
  const keys = settings.filter(({ type }) => type === 'reference').map(({ key }) => key);
  return new Map(
    Object.entries(values).flatMap(([key, value]) =>
      keys.includes(key) && typeof value === 'string' ? [[key, value.toLowerCase()] as const] : [],
    ),
  );
}

/** The problem of a field, as its place in the body (RFC 6901 §3); a name that nobody knows is cut. */
export function problem(key: string, detail: string): FieldProblem {
  const shown = key.slice(0, MAX_SHOWN_LENGTH).replaceAll('~', '~0').replaceAll('/', '~1');
  return { pointer: shown === '' ? '/attributes' : `/attributes/${shown}`, detail: `attributes: ${detail}` };
}

const MAX_SHOWN_LENGTH = 64;

function wrongOf(setting: AttributeSetting | undefined, value: unknown): string | undefined {
  if (!setting) return 'the tenant has no field of this key.';
  if (!setting.enabled) return 'the tenant does not keep this field; enable it first.';
  if (value === null) return undefined;
  const { type, maxLength } = setting;
  if (!isScalar(value) || misfit(setting, value) !== undefined)
    return `${setting.key} is ${described(type, maxLength)}.`;
  if (typeof value !== 'string') return undefined;
  if (type === 'reference' && !UUID.test(value)) return `${setting.key} is ${described(type, maxLength)}.`;
  if (value.trim() === '') return 'a text holds a visible character; null clears the field.';
  return isStorable(value) ? undefined : 'the text holds a character that cannot be stored.';
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function described(type: AttributeSetting['type'], maxLength: number): string {
  switch (type) {
    case 'string':
      return `a text of at most ${maxLength} characters`;
    case 'reference':
      return 'the id of a directory user';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'a whole number';
  }
}

function isScalar(value: unknown): value is FieldValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
