import { describe, expect, it } from '@jest/globals';
import { ForbiddenException, HttpException, InternalServerErrorException, UnauthorizedException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { ScimError } from '../kernel/error/scim-error.js';
import { scimErrorOf } from './scim-error-of.js';

interface Case {
  readonly name: string;
  readonly error: unknown;
  readonly status: number;
  readonly scimType?: string;
  readonly retryAfter?: number;
}

const withFields = (message: string, fields: object): Error => Object.assign(new Error(message), fields);
const parserError = (type: string, status: number): Error =>
  withFields('secret', { type, status, statusCode: status, expose: true });

const CASES: readonly Case[] = [
  { name: 'a refusal', error: ScimError.uniqueness('Taken.'), status: 409, scimType: 'uniqueness' },
  { name: 'the 403 of a host’s guard', error: new ForbiddenException('No.'), status: 403 },
  { name: 'the 401 of a host’s guard', error: new UnauthorizedException('Expired.'), status: 401 },
  { name: 'the 500 of a host’s guard', error: new InternalServerErrorException('secret'), status: 500 },
  { name: 'an exception that is no error', error: new HttpException('secret', 302), status: 500 },
  {
    name: 'a parser’s broken JSON',
    error: parserError('entity.parse.failed', 400),
    status: 400,
    scimType: 'invalidSyntax',
  },
  { name: 'a parser’s limit', error: parserError('entity.too.large', 413), status: 413 },
  { name: 'a parser’s unknown encoding', error: parserError('encoding.unsupported', 415), status: 415 },
  { name: 'a parser’s unknown charset', error: parserError('charset.unsupported', 415), status: 415 },
  {
    name: 'another error meant for clients',
    error: withFields('Too long.', { status: 414, statusCode: 414, expose: true }),
    status: 414,
  },
  {
    name: 'an error with a status that is not meant for clients',
    error: withFields('secret', { status: 404, expose: false }),
    status: 500,
  },
  {
    name: 'a path that is not properly escaped',
    error: withFields('secret', { name: 'URIError', status: 400 }),
    status: 400,
  },
  {
    name: 'a database that cannot be reached',
    error: withFields('x', { code: 'ECONNREFUSED' }),
    status: 503,
    retryAfter: 5,
  },
  {
    name: 'a query that takes too long',
    error: new QueryFailedError('SELECT secret', [], withFields('x', { code: '57014' })),
    status: 503,
    retryAfter: 1,
  },
  { name: 'a deadlock after every attempt', error: withFields('x', { code: '40P01' }), status: 503, retryAfter: 1 },
  { name: 'a full disk', error: withFields('x', { code: '53100' }), status: 503, retryAfter: 60 },
  { name: 'a violated constraint that nobody translated', error: withFields('secret', { code: '23514' }), status: 500 },
  { name: 'a defect', error: new TypeError('secret'), status: 500 },
  { name: 'undefined', error: undefined, status: 500 },
  { name: 'a string', error: 'secret', status: 500 },
];

describe('scimErrorOf', () => {
  it.each(CASES)('answers $name with $status', ({ error, status, scimType, retryAfter }) => {
    const refusal = scimErrorOf(error);
    expect({ ...refusal }).toMatchObject({ status, scimType, retryAfter });
    expect(JSON.stringify(refusal.toBody())).not.toContain('secret');
  });

  it('answers a host’s 401 as its own', () => {
    expect(scimErrorOf(new UnauthorizedException('Expired.')).toBody()).toEqual(ScimError.unauthorized().toBody());
  });
});
