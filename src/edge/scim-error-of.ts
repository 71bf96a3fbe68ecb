import { HttpException } from '@nestjs/common';
import { classify, type DatabaseFailure } from '../database/database-error.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { propertyOf } from './property-of.js';

/**
 * What a client is told of anything that was thrown: refusals as they are; exceptions of Nest by their status, since a host's
 * own guards throw them; errors of a body parser and of Express's router; a database that fails as 503 with `Retry-After`. The
 * rest is a defect, and its 500 shows nothing inside.
 */
export function scimErrorOf(error: unknown): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  return ofParser(error) ?? ofDatabase(error) ?? ScimError.internal();
}

/** A host's 401 is the same as ours: one answer for every reason. */
function ofStatus(status: number, detail: string): ScimError {
  if (status === 401) return ScimError.unauthorized();
  return status >= 400 && status < 600 && status !== 500 ? ScimError.ofStatus(status, detail) : ScimError.internal();
}

/** Errors of `http-errors` say by `expose` that their message is meant for clients; the router's `URIError` has a status alone. */
function ofParser(error: unknown): ScimError | undefined {
  const status = propertyOf(error, 'status');
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  if (propertyOf(error, 'name') === 'URIError') {
    return ScimError.ofStatus(400, 'The path is not properly percent-encoded.');
  }
  const known = REFUSAL_OF_TYPE.get(propertyOf(error, 'type'));
  if (known) return known();
  return propertyOf(error, 'expose') === true ? ofStatus(status, String(propertyOf(error, 'message'))) : undefined;
}

/** The `type` of body-parser's errors, whose messages quote the body: a host's parser may have met it first. */
const REFUSAL_OF_TYPE: ReadonlyMap<unknown, () => ScimError> = new Map([
  ['entity.parse.failed', () => ScimError.invalidSyntax('The body is not valid JSON.')],
  ['entity.too.large', () => ScimError.payloadTooLarge('The body is larger than this application accepts.')],
  ['encoding.unsupported', () => ScimError.unsupportedMediaType('The Content-Encoding of the body is not supported.')],
  ['charset.unsupported', () => ScimError.unsupportedMediaType('The body must be JSON in UTF-8.')],
]);

function ofDatabase(error: unknown): ScimError | undefined {
  const failure = classify(error);
  return failure && REFUSAL_OF_FAILURE[failure]();
}

const REFUSAL_OF_FAILURE: Readonly<Record<DatabaseFailure, () => ScimError>> = {
  unavailable: () => ScimError.unavailable('The database cannot be reached at the moment.', 5),
  busy: () => ScimError.unavailable('More is asked of the database than it can answer at the moment.', 1),
  timeout: () => ScimError.unavailable('The query took longer than allowed.', 1),
  conflict: () => ScimError.unavailable('Too many changes of the same resource at once.', 1),
  outdated: () => ScimError.unavailable('The tables are being changed.', 1),
  full: () => ScimError.unavailable('The database has no space left; nothing was changed.', 60),
};
