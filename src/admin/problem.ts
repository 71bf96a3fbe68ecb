import { STATUS_CODES } from 'node:http';

/** One thing that is wrong with a request: where, and what would be right. */
export interface FieldProblem {
  /** JSON Pointer (RFC 6901) to the field of the body; empty for the body itself. */
  readonly pointer?: string;
  /** Name of the query parameter. */
  readonly parameter?: string;
  readonly detail: string;
}

/** The body of RFC 9457, with `errors` as in its §3.1 example. */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/**
 * A refusal that an administrator is told (RFC 9457). `detail` is a sentence for people; it never quotes a secret.
 * Services throw it whoever calls them: an embedding application catches the same class.
 */
export class Problem extends Error {
  private constructor(
    /** HTTP status, 400 to 599. */
    readonly status: number,
    detail: string,
    readonly errors: readonly FieldProblem[] = [],
    /** Seconds after which to try again; becomes `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** 400 that names each wrong field or parameter. */
  static invalid(errors: readonly FieldProblem[]): Problem {
    return new Problem(400, errors.map(({ detail }) => detail).join(' '), errors);
  }

  /** One sentence for every reason, so that a refusal tells an attacker nothing. */
  static unauthorized(): Problem {
    return new Problem(401, 'A valid admin key is required: "Authorization: Bearer <admin key>".');
  }

  static forbidden(detail: string, errors?: readonly FieldProblem[]): Problem {
    return new Problem(403, detail, errors);
  }

  static notFound(detail: string): Problem {
    return new Problem(404, detail);
  }

  static conflict(detail: string, errors?: readonly FieldProblem[]): Problem {
    return new Problem(409, detail, errors);
  }

  static tooManyRequests(retryAfter: number): Problem {
    return new Problem(429, `Too many failed attempts; try again in ${retryAfter} s.`, [], retryAfter);
  }

  /** Any other status, for errors that a parser or framework names by its number. */
  static ofStatus(status: number, detail: string, retryAfter?: number): Problem {
    return new Problem(status, detail, [], retryAfter);
  }

  toBody(): ProblemBody {
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      ...(this.errors.length > 0 && { errors: this.errors }),
    };
  }
}
