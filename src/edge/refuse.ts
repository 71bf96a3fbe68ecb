import type { Response } from 'express';
import { ScimError } from '../kernel/error/scim-error.js';
import { ServiceLogger } from '../service-logger.js';
import { propertyOf } from './property-of.js';
import { requestIdOf } from './request-id.js';
import { scimErrorOf } from './scim-error-of.js';
import { scimReply } from './scim-reply.js';

/**
 * Answers anything that was thrown with a SCIM error. What the service failed at is logged under the request's id: 503 as a
 * warning, a defect with its stack. Neither the query nor the body nor a header is: they hold personal data and secrets.
 */
export function refuse(response: Response, error: unknown): void {
  const refusal = scimErrorOf(error);
  if (refusal.status >= 500 && !(error instanceof ScimError)) report(response, refusal, error);
  scimReply(response).refuse(refusal);
}

function report({ req }: Response, refusal: ScimError, error: unknown): void {
  const [path] = req.originalUrl.split('?', 1);
  const message = `${req.method} ${path} answered ${refusal.status}, request id ${requestIdOf(req)}: ${describe(error)}`;
  if (refusal.status === 500) logger.error(message, stackOf(error));
  else logger.warn(message);
}

/** Anything but an error is not looked into: it might hold whatever a client sent. */
function describe(error: unknown): string {
  const message = propertyOf(error, 'message');
  return typeof message === 'string' ? message : `a value of type ${typeof error} was thrown`;
}

function stackOf(error: unknown): string | undefined {
  const stack = propertyOf(error, 'stack');
  return typeof stack === 'string' ? stack : undefined;
}

const logger = new ServiceLogger('InboundScim');
