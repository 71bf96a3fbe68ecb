/** Why the service does not start where it was put, with the remedy; one sentence or several. */
export function cannotStart(...problems: readonly string[]): Error {
  const [only, ...more] = problems;
  const told = more.length === 0 ? ` ${only}` : `\n${problems.map((one) => `- ${one}`).join('\n')}`;
  return new Error(`InboundScimModule cannot start:${told}`);
}
