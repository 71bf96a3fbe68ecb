import { Inject, Module, type NestModule, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { MeController } from './me.controller.js';
import { refuse } from './refuse.js';
import { tidyUrl } from './tidy-url.js';

/**
 * What every request under the SCIM prefix passes outside of its controller. It is put around the routes on Express itself, so
 * that nothing of it applies to a host's own paths:
 * - before them, slashes too many are taken out of the path;
 * - after them, a path that nothing matched is a SCIM 404, and what a body parser or the router threw is a SCIM error.
 *
 * Nest calls `configure` before it adds routes and `onModuleInit` after it, but before its own 404 and error handler.
 */
@Module({ imports: [TokensModule], controllers: [MeController] })
export class EdgeModule implements NestModule, OnModuleInit {
  constructor(
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
    private readonly host: HttpAdapterHost,
  ) {}

  /** @throws Error on another adapter than Express's: start the application with `ExpressAdapter` or `BornRequestsAdapter`. */
  configure(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter.getType() !== 'express') throw new Error(NEEDS_EXPRESS);
    const prefix = this.prefix();
    httpAdapter.use((request: Request, _: Response, next: NextFunction) => {
      request.url = tidyUrl(request.url, prefix);
      next();
    });
  }

  onModuleInit(): void {
    if (!servesHttp(this.host)) return;
    this.host.httpAdapter.use(this.prefix(), refuseUnknownPath);
    this.host.httpAdapter.use(this.prefix(), refuseError);
  }

  private prefix(): string {
    return `/${this.settings.path}`;
  }
}

const NEEDS_EXPRESS =
  'InboundScimModule needs Express: create the application with ExpressAdapter or BornRequestsAdapter.';

/** A host's command-line tool has the modules without a server: `NestFactory.createApplicationContext`. */
function servesHttp({ httpAdapter }: Partial<HttpAdapterHost>): boolean {
  return Boolean(httpAdapter);
}

function refuseUnknownPath(_: Request, response: Response): void {
  refuse(response, ScimError.notFound('There is no such path.'));
}

/** Express tells an error handler by its four parameters. */
function refuseError(error: unknown, _: Request, response: Response, __: NextFunction): void {
  refuse(response, error);
}
