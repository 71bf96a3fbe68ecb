/** A run that cannot go on, for a reason that whoever runs it can put right: the message says what to do, and is shown alone. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
