/** What was seen of a run. */
export interface Outcome {
  /** How often the workload was done, and in how long. */
  readonly units: number;
  readonly seconds: number;
  /** Milliseconds from each request to the end of its answer, by what the request was for. */
  readonly latencies: Readonly<Record<string, readonly number[]>>;
  /** Of the bodies of all answers, by what the requests were for. */
  readonly bytes: Readonly<Record<string, number>>;
  /** How often a request failed, by what was answered. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Collects what is seen of the requests of a run. */
export class Recording {
  private readonly latencies = new Map<string, number[]>();
  private readonly bytes = new Map<string, number>();
  private readonly failures = new Map<string, number>();

  /** An answer: what the request was for, how long it took, and its length. */
  add(label: string, milliseconds: number, bytes: number): void {
    this.bytes.set(label, (this.bytes.get(label) ?? 0) + bytes);
    const known = this.latencies.get(label);
    if (known) known.push(milliseconds);
    else this.latencies.set(label, [milliseconds]);
  }

  fail(reason: unknown): void {
    const text = reason instanceof Error ? reason.message : String(reason);
    this.failures.set(text, (this.failures.get(text) ?? 0) + 1);
  }

  outcome(units: number, seconds: number): Outcome {
    return {
      ...{ units, seconds },
      latencies: Object.fromEntries(this.latencies),
      bytes: Object.fromEntries(this.bytes),
      failures: Object.fromEntries(this.failures),
    };
  }
}
