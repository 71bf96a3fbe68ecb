/** A column of rows that a statement is given: its name, PostgreSQL's type, and the value that row `n` has in it. */
export type Column<R> = readonly [name: string, type: string, valueOf: (row: R, n: number) => Value];

type Value = string | number | boolean | Date | Buffer | null;

/** Rows that travel as one array a column, of which `unnest` makes a table again: one statement for any number of them. */
export class InputRows<R> {
  constructor(private readonly columns: readonly Column<R>[]) {}

  /** How many parameters the table takes. */
  get width(): number {
    return this.columns.length;
  }

  get names(): string {
    return this.columns.map(([name]) => name).join(', ');
  }

  /** `unnest($first::int[], …) AS name(n, …)` */
  table(name: string, first: number): string {
    const arrays = this.columns.map(([, type], index) => `$${first + index}::${type}[]`).join(', ');
    return `unnest(${arrays}) AS ${name}(${this.names})`;
  }

  /** The parameters of the table, in the order of its columns. */
  values(rows: readonly R[]): Value[][] {
    return this.columns.map(([, , valueOf]) => rows.map(valueOf));
  }
}
