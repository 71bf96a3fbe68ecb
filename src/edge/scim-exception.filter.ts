import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { refuse } from './refuse.js';

/** Whatever a SCIM route throws becomes a SCIM error (RFC 7644 §3.12). */
@Catch()
export class ScimExceptionFilter implements ExceptionFilter<unknown> {
  catch(error: unknown, host: ArgumentsHost): void {
    refuse(host.switchToHttp().getResponse(), error);
  }
}
