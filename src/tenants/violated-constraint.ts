/** PostgreSQL's class 23: a constraint refused the row. */
const CONSTRAINT_VIOLATION = /^23[0-9A-Z]{3}$/;

/**
 * The name of the constraint that refused a row, whether pg or TypeORM (which wraps pg's error) threw; undefined for any
 * other error. By shape, since errors of a driver are no instances of a test runner's classes.
 */
export function violatedConstraint(error: unknown): string | undefined {
  const cause = property(error, 'driverError') ?? error;
  const code = property(cause, 'code');
  const constraint = property(cause, 'constraint');
  if (typeof code !== 'string' || !CONSTRAINT_VIOLATION.test(code)) return undefined;
  return typeof constraint === 'string' ? constraint : undefined;
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
