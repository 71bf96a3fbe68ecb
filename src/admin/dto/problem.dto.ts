/** One thing that is wrong with a request. */
export class FieldProblemDto {
  /**
   * JSON Pointer (RFC 6901) to the field of the body.
   * @example "/name"
   */
  pointer?: string;

  /** Name of the query parameter. */
  parameter?: string;

  /** What would be right. */
  detail: string;
}

/** An error (RFC 9457). */
export class ProblemDto {
  /** @example "about:blank" */
  type: string;

  /** @example "Bad Request" */
  title: string;

  /** @example 400 */
  status: number;

  /** A sentence for people. */
  detail: string;

  errors?: FieldProblemDto[];
}
