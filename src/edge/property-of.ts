/**
 * A property of something that was thrown, whatever that is. Errors are told apart by their properties, not by their classes:
 * those that Node itself makes are no instances of a test runner's `Error`.
 */
export function propertyOf(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
