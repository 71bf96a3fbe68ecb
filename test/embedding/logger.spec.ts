import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger, type LoggerService } from '@nestjs/common';
import { aUser } from '../support/scim-client.js';
import { Host } from './host.js';

let host: Host | undefined;

afterEach(async () => {
  Logger.overrideLogger(true);
  await host?.close();
  host = undefined;
});

/** Keeps what it is told. */
function recorder(): LoggerService & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (message: unknown) => void lines.push(String(message));
  return { lines, log: keep, warn: keep, error: keep };
}

/** Has a listener fail, of which there is something to say. */
async function fail(options: Parameters<typeof Host.start>[0], own: LoggerService): Promise<void> {
  host = await Host.start(options);
  Logger.overrideLogger(own);
  const told = new Promise<void>((resolve) => {
    host?.scim.subscribe(() => {
      throw new Error('This listener fails.');
    });
    host?.scim.subscribe(() => resolve());
  });
  const client = await host.connect();
  await client.post('/Users', aUser('ana'));
  await told;
}

describe('what there is to say', () => {
  it('goes to the logger of the application', async () => {
    const own = recorder();
    await fail({}, own);
    expect(own.lines).toContainEqual(expect.stringMatching(/^A listener failed at user\.provisioned/));
  });

  it('goes to the one that was given, and to no other', async () => {
    const [own, given] = [recorder(), recorder()];
    await fail({ logger: given }, own);
    expect(given.lines).toContainEqual(expect.stringMatching(/^A listener failed at user\.provisioned/));
    expect(own.lines.filter((line) => line.startsWith('A listener'))).toEqual([]);
  });
});
