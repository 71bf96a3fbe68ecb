import type { Tolerance } from './tolerance.js';

/** How many warnings one body can give; the rest would only repeat them. */
export const MAX_WARNINGS = 20;

/** How one body is read: what its connection lets pass, and where a sentence about what was put right goes. */
export interface Reading {
  readonly tolerance: Tolerance;
  readonly warn: (sentence: string) => void;
}

/** A reading and the list that its warnings arrive in: each sentence once, at most {@link MAX_WARNINGS}. */
export function startReading(tolerance: Tolerance): {
  readonly reading: Reading;
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const warn = (sentence: string): void => {
    if (warnings.length < MAX_WARNINGS && !warnings.includes(sentence)) warnings.push(sentence);
  };
  return { reading: { tolerance, warn }, warnings };
}
