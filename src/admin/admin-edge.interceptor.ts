import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { readBody } from '../edge/read-body.js';
import { DEFAULT_LIMITS } from '../kernel/limits.js';
import { setAdminHeaders } from './admin-reply.js';
import type { AdminRequest } from './admin-request.js';

/**
 * Reads the body behind the guard and before the pipes: who has no key is told so, whatever they sent. A body that a host's
 * parser has read already is taken as it is.
 */
@Injectable()
export class AdminEdgeInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<AdminRequest>();
    setAdminHeaders(http.getResponse<Response>());
    if (hasBody(request)) request.body = await readBody(request, DEFAULT_LIMITS);
    return next.handle();
  }
}

/** RFC 9112 §6: a body is announced by one of two headers. */
function hasBody({ headers }: AdminRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
