/** Chance that can be repeated: from the same seed come the same values. Not for secrets. Its own generator is mulberry32. */
export class Random {
  constructor(private state: number) {}

  /** From which the next values come: kept, it continues the series. */
  get seed(): number {
    return this.state;
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Whether something of this likelihood, from 0 to 1, happens. */
  happens(likelihood: number): boolean {
    return this.next() < likelihood;
  }

  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  }

  /** So many different elements, or all where there are fewer. */
  sample<T>(from: readonly T[], count: number): readonly T[] {
    const left = [...from];
    const wanted = Math.min(count, left.length);
    return Array.from({ length: wanted }, () => left.splice(this.below(left.length), 1)).flat();
  }

  /** In the form of a random UUID (version 4), as Entra's `objectId` is. */
  uuid(): string {
    const hex = (length: number) => Array.from({ length }, () => this.below(16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(this.below(4))}${hex(3)}-${hex(12)}`;
  }
}
