/**
 * The error keywords of RFC 7644 §3.12, table 9, and of RFC 9865 §2 for cursors.
 */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** The body of every refusal, RFC 7644 §3.12; `status` is a string there. */
export interface ScimErrorBody {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:Error'];
  readonly status: string;
  readonly scimType?: ScimType;
  readonly detail: string;
}

/**
 * A refusal that a SCIM client is told. One factory a keyword or status; `detail` is written for the client's
 * administrator: what was wrong in the client's words, and what would be right. It never quotes a secret.
 */
export class ScimError extends Error {
  private constructor(
    /** HTTP status, 400 to 599. */
    readonly status: number,
    detail: string,
    readonly scimType?: ScimType,
    /** Seconds after which to try again; becomes `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(detail);
    this.name = 'ScimError';
  }

  static invalidFilter(detail: string): ScimError {
    return new ScimError(400, detail, 'invalidFilter');
  }

  static invalidSyntax(detail: string): ScimError {
    return new ScimError(400, detail, 'invalidSyntax');
  }

  static invalidPath(detail: string): ScimError {
    return new ScimError(400, detail, 'invalidPath');
  }

  static noTarget(detail: string): ScimError {
    return new ScimError(400, detail, 'noTarget');
  }

  static invalidValue(detail: string): ScimError {
    return new ScimError(400, detail, 'invalidValue');
  }

  static mutability(detail: string): ScimError {
    return new ScimError(400, detail, 'mutability');
  }

  static invalidCursor(detail: string): ScimError {
    return new ScimError(400, detail, 'invalidCursor');
  }

  static expiredCursor(detail: string): ScimError {
    return new ScimError(400, detail, 'expiredCursor');
  }

  static invalidCount(detail: string): ScimError {
    return new ScimError(400, detail, 'invalidCount');
  }

  /** One sentence for every reason, so that a refusal tells an attacker nothing (RFC 6750 §3.1). */
  static unauthorized(): ScimError {
    return new ScimError(401, 'A valid bearer token for this URL is required.');
  }

  static forbidden(detail: string): ScimError {
    return new ScimError(403, detail);
  }

  static notFound(detail: string): ScimError {
    return new ScimError(404, detail);
  }

  static methodNotAllowed(detail: string): ScimError {
    return new ScimError(405, detail);
  }

  static uniqueness(detail: string): ScimError {
    return new ScimError(409, detail, 'uniqueness');
  }

  /** A 409 that is no clash of names: a protected group, say. */
  static conflict(detail: string): ScimError {
    return new ScimError(409, detail);
  }

  static preconditionFailed(detail: string): ScimError {
    return new ScimError(412, detail);
  }

  static payloadTooLarge(detail: string): ScimError {
    return new ScimError(413, detail);
  }

  /** More operations or members than one request may carry. */
  static tooMany(detail: string): ScimError {
    return new ScimError(413, detail, 'tooMany');
  }

  static unsupportedMediaType(detail: string): ScimError {
    return new ScimError(415, detail);
  }

  static tooManyRequests(retryAfter: number): ScimError {
    return new ScimError(429, `Too many requests; try again in ${retryAfter} s.`, undefined, retryAfter);
  }

  static internal(): ScimError {
    return new ScimError(500, 'The server failed to answer. Its log tells why, under the id in X-Request-Id.');
  }

  static notImplemented(detail: string): ScimError {
    return new ScimError(501, detail);
  }

  static unavailable(detail: string, retryAfter: number): ScimError {
    return new ScimError(503, detail, undefined, retryAfter);
  }

  /** Any other status, for errors that a parser or framework names by its number. */
  static ofStatus(status: number, detail: string): ScimError {
    return new ScimError(status, detail);
  }

  /** The same refusal of what stands at this place of a request, such as `Operation 2`. */
  at(place: string): ScimError {
    return new ScimError(this.status, `${place}: ${this.message}`, this.scimType, this.retryAfter);
  }

  toBody(): ScimErrorBody {
    return {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(this.status),
      ...(this.scimType && { scimType: this.scimType }),
      detail: this.message,
    };
  }
}
