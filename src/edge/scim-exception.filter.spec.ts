import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication, Module, UseFilters } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScimError } from '../kernel/error/scim-error.js';
import { BornRequestsAdapter } from './born-requests.adapter.js';
import { ScimExceptionFilter } from './scim-exception.filter.js';

/** Thrown by the next request. */
let thrown: unknown;
/** Level and text of what Nest's logger was given. */
let log: string[];

@Controller('throws')
@UseFilters(ScimExceptionFilter)
class ThrowingController {
  @Get()
  answer(): never {
    throw thrown;
  }
}

@Module({ controllers: [ThrowingController] })
class ThrowingModule {}

const record =
  (level: string) =>
  (...words: unknown[]): void => {
    log.push([level, ...words].join(' '));
  };

let app: INestApplication;

beforeAll(async () => {
  log = [];
  const logger = { log: record('log'), warn: record('warn'), error: record('error') };
  app = await NestFactory.create(ThrowingModule, new BornRequestsAdapter(), { logger });
  await app.listen(0, '127.0.0.1');
});

beforeEach(() => {
  log = [];
});

afterAll(() => app.close());

async function ask(error: unknown): Promise<Response> {
  thrown = error;
  return fetch(`${await app.getUrl()}/throws?filter=private`, {
    headers: { authorization: 'Bearer private', 'x-request-id': 'req-1' },
  });
}

describe('ScimExceptionFilter', () => {
  it('answers a refusal and says nothing of it in the log', async () => {
    const response = await ask(ScimError.mutability('id is read-only.'));
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/scim+json');
    expect(response.headers.get('x-request-id')).toBe('req-1');
    expect(await response.json()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      scimType: 'mutability',
      detail: 'id is read-only.',
    });
    expect(log).toEqual([]);
  });

  it('answers a defect with nothing inside, and logs its stack under the request’s id', async () => {
    const response = await ask(new TypeError('x is not a function'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('x is not');
    expect(log).toEqual([
      expect.stringMatching(/^error GET \/throws answered 500, request id req-1: x is not a function/),
    ]);
    expect(log[0]).toContain('scim-exception.filter.spec');
    expect(log[0]).not.toContain('private');
  });

  it('answers a lost database with 503 and Retry-After, and warns', async () => {
    const response = await ask(Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' }));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(log).toEqual([expect.stringMatching(/^warn GET \/throws answered 503, request id req-1: connect failed/)]);
  });

  it.each([undefined, null, 'text', 42, Symbol('s'), Object.create(null)])(
    'answers a thrown %p with 500',
    async (error) => {
      const { status, headers } = await ask(error);
      expect({ status, type: headers.get('content-type') }).toEqual({ status: 500, type: 'application/scim+json' });
      expect(log).toHaveLength(1);
    },
  );
});
