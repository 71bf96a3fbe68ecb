import type { TellingValues } from '../audit/audit-event.js';

const NAMES = ['userName', 'displayName', 'email', 'externalId', 'active'] as const;

/** What an event tells of two states: before and after of the values that it names as changed; undefined where there are none. */
export function tellingDifference(
  old: TellingValues,
  now: TellingValues,
  changes: readonly string[],
): { readonly before: TellingValues; readonly after: TellingValues } | undefined {
  const names = NAMES.filter((name) => changes.includes(name) && old[name] !== now[name]);
  if (names.length === 0) return undefined;
  const only = (values: TellingValues): TellingValues => Object.fromEntries(names.map((name) => [name, values[name]]));
  return { before: only(old), after: only(now) };
}
