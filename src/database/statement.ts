/**
 * A statement of a hot path. Its name lets PostgreSQL keep it prepared on each connection, which saves the planning of
 * every later call: for a statement with data-modifying CTEs that is more than running it costs (0.45 → 0.73 of a bare INSERT).
 * The text is written in code and holds no value; one name has one text for the life of the process.
 */
export interface Statement {
  /** At most 63 bytes, unique in the service. */
  readonly name: string;
  readonly text: string;
  /**
   * Planned once a connection, for all values: right where rows are found by key, however many are asked for. PostgreSQL left to itself
   * compares guesses; two keys seem so much cheaper than an unknown number that it plans every call anew, which costs three times what
   * running it does. Absent: left to itself.
   */
  readonly plan?: 'once';
}

/** What a row's columns are told to be by whoever wrote the statement; bigint and numeric are strings. */
export type Row = Record<string, unknown>;
