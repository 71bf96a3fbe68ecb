/** Of a client's word an error shows this much. */
export const MAX_QUOTED_LENGTH = 64;

/** A client's word for an error message: in double quotes, control characters escaped, long ones cut. */
export function quote(word: string): string {
  const shown = word.length > MAX_QUOTED_LENGTH ? `${word.slice(0, MAX_QUOTED_LENGTH)}…` : word;
  return JSON.stringify(shown);
}
