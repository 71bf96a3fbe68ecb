/** What the command line says. */
export interface Options {
  /** Workloads that are wanted; undefined: all. */
  readonly only?: readonly string[];
  /** Each side in turn, so often. */
  readonly rounds: number;
  /** Of one round of one side. */
  readonly seconds: number;
  readonly connections: number;
  /** Users of the large workloads. */
  readonly people: number;
  /** That push at once, each 25 requests a second. */
  readonly tenants: number;
  /** Whether the baseline prepares its statements. */
  readonly named: boolean;
  /** Where the results are written as JSON. */
  readonly json: string;
}
