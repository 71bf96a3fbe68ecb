import type { Decision } from './change.js';
import type { Facts } from './facts.js';

/** A clash that an administrator has settled by keeping both apart is still refused, and no longer a conflict. Pure. */
export function tellOnce(decision: Decision, { areNamesKeptApart = false }: Facts): Decision {
  return decision.kind === 'refused' && areNamesKeptApart ? { ...decision, conflict: undefined } : decision;
}
