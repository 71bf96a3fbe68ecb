import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leaveForSimulator } from './leave-for-simulator.js';
import { readSettings } from './settings.js';

describe('what the first start leaves for the simulator', () => {
  let folder: string;
  let minted: number;
  const environment = process.env.NODE_ENV;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inbound-scim-demo-'));
    minted = 0;
  });
  afterEach(() => {
    process.env.NODE_ENV = environment;
    return rm(folder, { recursive: true });
  });

  /** The demo file after a first start with these settings; undefined where there is none. */
  async function left(variables: Record<string, string>): Promise<unknown> {
    const settings = readSettings({ DATA_DIR: folder, ...variables });
    const mint = () => Promise.resolve(`token ${(minted += 1)}`);
    await leaveForSimulator(settings, `${settings.publicUrl}/scim/v2/inbound/1/`, mint);
    const text = await readFile(join(folder, 'demo.json'), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : JSON.parse(text);
  }

  it('is where the server is reached on its own machine, and a token of its own', async () => {
    const demo = { url: 'http://127.0.0.1:3000/scim/v2/inbound/1', token: 'token 1' };
    expect(await left({})).toEqual(demo);
    expect((await stat(join(folder, 'demo.json'))).mode & 0o777).toBe(0o600);
  });

  it('is not the public URL, which may lead through a proxy', async () => {
    const settings = { PUBLIC_URL: 'https://example.com/people', PORT: '4000' };
    expect(await left(settings)).toMatchObject({ url: 'http://127.0.0.1:4000/scim/v2/inbound/1' });
  });

  it('takes the place of what an earlier database left', async () => {
    await writeFile(join(folder, 'demo.json'), '{"token":"stale"}');
    expect(await left({})).toMatchObject({ token: 'token 1' });
  });

  it.each([
    ['in production', 'production', {}],
    ['on a database of the user’s own', 'development', { DATABASE_URL: 'postgresql://u:p@127.0.0.1/scim' }],
    ['where each tenant has a host', 'development', { PUBLIC_URL: 'https://{tenant}.example.com' }],
  ])('is nothing %s, and no token is minted', async (_, mode, settings) => {
    process.env.NODE_ENV = mode;
    expect(await left(settings)).toBeUndefined();
    expect(minted).toBe(0);
  });
});
