import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { requestIdOf } from '../edge/request-id.js';
import { ServiceLogger } from '../service-logger.js';
import { replyProblem } from './admin-reply.js';
import { problemOf } from './problem-of.js';

const logger = new ServiceLogger('InboundScim');

/** Whatever an admin route throws becomes a problem (RFC 9457); a defect is logged with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter<unknown> {
  catch(error: unknown, host: ArgumentsHost): void {
    refuseAdmin(host.switchToHttp().getResponse(), error);
  }
}

/** The same for what never reaches a route: parser errors, bad escapes, unknown paths. */
export function refuseAdmin(response: Response, error: unknown): void {
  const problem = problemOf(error);
  if (problem.status >= 500) report(response, problem.status, error);
  replyProblem(response, problem);
}

function report({ req }: Response, status: number, error: unknown): void {
  const [path] = req.originalUrl.split('?', 1);
  const sentence = `${req.method} ${path} answered ${status}, request id ${requestIdOf(req)}: ${String(error)}`;
  if (status === 500) logger.error(sentence, stackOf(error));
  else logger.warn(sentence);
}

/** By shape: errors that Node itself makes are no instances of a test runner's `Error`. */
function stackOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : undefined;
}
