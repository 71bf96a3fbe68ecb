import type { Change, Decision } from './change.js';

/**
 * A deactivation that stood beside something refused: the deactivation is what happens, the refusal is told as a warning, and its conflict
 * is recorded with it. Where there was nothing to deactivate the refusal stands.
 */
export function withRefusal(decision: Decision, refusal: Extract<Decision, { kind: 'refused' }>): Decision {
  if (decision.kind !== 'change') return refusal;
  return { kind: 'change', change: told(decision.change, refusal) };
}

function told(change: Change, { error, conflict }: Extract<Decision, { kind: 'refused' }>): Change {
  const warning = `Everything but the deactivation was skipped (${error.scimType ?? error.status}).`;
  const [first, ...others] = change.events;
  return {
    ...change,
    conflicts: conflict ? [...change.conflicts, conflict] : change.conflicts,
    events: first ? [{ ...first, warnings: [...(first.warnings ?? []), warning] }, ...others] : [],
  };
}
