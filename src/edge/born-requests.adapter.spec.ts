import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication, Module, type NestApplicationOptions, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import { connect } from 'node:net';
import { BornRequestsAdapter } from './born-requests.adapter.js';

@Controller()
class PrototypeController {
  @Get()
  answer(@Req() request: Request, @Res() response: Response): void {
    response.json({ request: keepsPrototype(request), response: keepsPrototype(response), path: request.path });
  }
}

@Module({ controllers: [PrototypeController] })
class PrototypeModule {}

/** The prototype that each request and response had when Node handed it over. */
const bornWith = new WeakMap<object, unknown>();

function keepsPrototype(it: object): boolean {
  return bornWith.get(it) === Object.getPrototypeOf(it);
}

let app: INestApplication;

async function start(options: NestApplicationOptions = {}): Promise<string> {
  app = await NestFactory.create(PrototypeModule, new BornRequestsAdapter(), { logger: false, ...options });
  const server: Server = app.getHttpServer();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    bornWith.set(request, Object.getPrototypeOf(request));
    bornWith.set(response, Object.getPrototypeOf(response));
  });
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

afterEach(() => app.close());

describe('BornRequestsAdapter', () => {
  it('hands Express what it need not change', async () => {
    const response = await fetch(await start());
    expect(await response.json()).toEqual({ request: true, response: true, path: '/' });
  });

  it('names no framework and computes no entity tag', async () => {
    const { headers } = await fetch(await start());
    expect(headers.has('x-powered-by')).toBe(false);
    expect(headers.has('etag')).toBe(false);
  });

  it('ends idle connections on close where Nest is told to', async () => {
    const { port } = new URL(await start({ forceCloseConnections: true }));
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    await fetch(await app.getUrl());
    const closed = once(socket, 'close');
    await app.close();
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('keeps HTTPS', async () => {
    app = await NestFactory.create(PrototypeModule, new BornRequestsAdapter(), { logger: false, httpsOptions: {} });
    expect(app.getHttpServer()).toBeInstanceOf(HttpsServer);
  });
});
