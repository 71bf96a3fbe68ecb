const UNIQUE_VIOLATION = '23505';

/** Whether a unique constraint or index refused the statement; pg's own error or TypeORM's around it. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === UNIQUE_VIOLATION || codeOf(property(error, 'driverError')) === UNIQUE_VIOLATION;
}

function codeOf(error: unknown): unknown {
  return property(error, 'code');
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
