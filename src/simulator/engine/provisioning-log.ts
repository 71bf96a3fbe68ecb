/** What was done about one object, in the columns of Entra's provisioning log. */
export interface LogEntry {
  /** From 1 on; 0 for what was provisioned on demand. */
  readonly cycle: number;
  readonly type: 'User' | 'Group';
  readonly name: string;
  readonly action: 'Create' | 'Update' | 'Disable' | 'Delete' | 'Other';
  readonly status: 'Success' | 'Failure' | 'Skipped';
  readonly reason: string;
}

/** A value that came back another than it was sent. */
export interface Drift {
  readonly type: 'User' | 'Group';
  readonly name: string;
  readonly path: string;
  readonly sent: unknown;
  readonly returned: unknown;
}

/** Everything that a run did and found. */
export class ProvisioningLog {
  readonly entries: LogEntry[] = [];
  private readonly drifts = new Map<string, Drift>();

  record(entry: LogEntry): void {
    this.entries.push(entry);
  }

  /** The same value of the same object is noted once, however often it is seen. */
  drifted(drift: Drift): void {
    this.drifts.set(`${drift.type} ${drift.name} ${drift.path}`, drift);
  }

  get drift(): readonly Drift[] {
    return [...this.drifts.values()];
  }
}
