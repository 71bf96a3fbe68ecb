/**
 * A start that cannot go on, for a reason that whoever starts the server can put right. It is shown without a stack, so its
 * message says what is wrong and what to do about it.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
