import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { classify, type DatabaseFailure } from './database-error.js';

interface Case {
  readonly name: string;
  readonly error: unknown;
  readonly failure: DatabaseFailure | undefined;
}

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });
const wrapped = (error: Error): Error => new QueryFailedError('SELECT 1', [], error);

const CASES: readonly Case[] = [
  { name: 'the statement timeout', error: withCode('57014'), failure: 'timeout' },
  { name: 'the statement timeout, wrapped by TypeORM', error: wrapped(withCode('57014')), failure: 'timeout' },
  { name: 'the lock timeout', error: withCode('55P03'), failure: 'timeout' },
  { name: 'a serialization failure', error: withCode('40001'), failure: 'conflict' },
  { name: 'a deadlock', error: wrapped(withCode('40P01')), failure: 'conflict' },
  { name: 'a full disk', error: withCode('53100'), failure: 'full' },
  { name: 'too many connections', error: withCode('53300'), failure: 'unavailable' },
  { name: 'a server that shuts down', error: withCode('57P01'), failure: 'unavailable' },
  { name: 'a server that crashed', error: withCode('57P02'), failure: 'unavailable' },
  { name: 'a server that starts', error: withCode('57P03'), failure: 'unavailable' },
  { name: 'a connection exception', error: withCode('08006'), failure: 'unavailable' },
  { name: 'a server that became a standby', error: withCode('25006'), failure: 'unavailable' },
  { name: 'a refused connection', error: withCode('ECONNREFUSED'), failure: 'unavailable' },
  { name: 'an object of another realm', error: { code: 'ECONNRESET' }, failure: 'unavailable' },
  { name: 'an exhausted pool', error: new Error('timeout exceeded when trying to connect'), failure: 'busy' },
  { name: 'a connection that ended', error: new Error('Connection terminated unexpectedly'), failure: 'unavailable' },
  {
    name: 'TypeORM’s word for a connection that ended within a transaction',
    error: Object.assign(new Error('x'), { name: 'QueryRunnerProviderAlreadyReleasedError' }),
    failure: 'unavailable',
  },
  {
    name: 'TypeORM’s word for a connection that it has let go of',
    error: Object.assign(new Error('x'), { name: 'QueryRunnerAlreadyReleasedError' }),
    failure: 'unavailable',
  },
  {
    name: 'a plan for a table that has changed',
    error: Object.assign(new Error('cached plan must not change result type'), { code: '0A000' }),
    failure: 'outdated',
  },
  { name: 'something that PostgreSQL cannot do', error: withCode('0A000'), failure: undefined },
  { name: 'a unique violation', error: wrapped(withCode('23505')), failure: undefined },
  { name: 'a code that only begins like class 08', error: withCode('080'), failure: undefined },
  { name: 'a defect', error: new TypeError('x is not a function'), failure: undefined },
  { name: 'undefined', error: undefined, failure: undefined },
  { name: 'a string', error: '57014', failure: undefined },
];

describe('classify', () => {
  it.each(CASES)('calls $name $failure', ({ error, failure }) => {
    expect(classify(error)).toBe(failure);
  });
});
