/**
 * A column of type timestamptz as RFC 3339 in UTC: to the millisecond as the service writes it, and with all six digits where it is finer,
 * so that a difference of a microsecond is one.
 */
export function exactInstant(column: string): string {
  return `replace(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z', 'Z')`;
}
