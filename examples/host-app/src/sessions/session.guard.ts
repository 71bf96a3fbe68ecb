import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IS_PUBLIC } from './public.decorator.js';

/** Every route wants the cookie of a session, unless it is public. One session, of the environment, stands for those of an application. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const isPublic = this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()]);
    if (isPublic || hasSession(context.switchToHttp().getRequest<Request>())) return true;
    throw new UnauthorizedException('Please sign in.');
  }
}

export function hasSession({ headers }: Request): boolean {
  const { SESSION } = process.env;
  return Boolean(SESSION) && (headers.cookie ?? '').split('; ').includes(`session=${SESSION}`);
}
