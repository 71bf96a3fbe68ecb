/** The middle one of some numbers; NaN of none. */
export function middle(numbers: readonly number[]): number {
  return percentile(numbers, 50);
}

/** The smallest number that so many percent do not exceed; NaN of none. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
