import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';
import type { LogLevel } from './settings.js';

/** What a logger of this level writes while `work` uses it. */
function written(level: LogLevel, work: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) });
  work(createLogger(level, sink));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is one line of JSON an entry, with its context', () => {
    const entries = written('info', (logger) => logger.log('Listening', 'Server'));
    expect(entries).toEqual([{ level: 30, time: expect.any(Number), context: 'Server', msg: 'Listening' }]);
  });

  it('tells of routes and modules to who asks for it only', () => {
    const start = (level: LogLevel) => written(level, (logger) => logger.log('Mapped {/Users, GET}', 'RouterExplorer'));
    expect(start('info')).toEqual([]);
    expect(start('debug')).toMatchObject([{ level: 20, msg: 'Mapped {/Users, GET}' }]);
  });

  it('leaves out what is below its level', () => {
    const entries = written('warn', (logger) => {
      logger.log('no');
      logger.warn('yes');
      logger.debug('no');
    });
    expect(entries).toMatchObject([{ level: 40, msg: 'yes' }]);
  });

  it('keeps the stack of an error, in the way of Nest and as an Error', () => {
    const entries = written('error', (logger) => {
      logger.error('It broke', 'Error: It broke\n    at here', 'Filter');
      logger.error(new TypeError('It broke'), 'Filter');
    });
    expect(entries).toMatchObject([
      { msg: 'It broke', stack: 'Error: It broke\n    at here', context: 'Filter' },
      { msg: 'It broke', err: { type: 'TypeError', stack: expect.stringContaining('It broke') }, context: 'Filter' },
    ]);
  });

  it.each([
    { headers: { authorization: 'Bearer secret' } },
    { authorization: 'Bearer secret' },
    { req: { headers: { authorization: 'Bearer secret' } } },
  ])('never shows a credential: %j', (entry) => {
    const text = JSON.stringify(written('info', (logger) => logger.log(entry, 'Edge')));
    expect(text).toContain('[Redacted]');
    expect(text).not.toContain('secret');
  });
});
