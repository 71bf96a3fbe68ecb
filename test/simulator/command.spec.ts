import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../standalone/running-server.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';

const MAIN = resolve(import.meta.dirname, '../../dist/src/simulator/main.js');

/** The built simulator as a process of its own, in `folder`. */
function simulator(folder: string, ...args: readonly string[]) {
  const env = { PATH: process.env.PATH, DATA_DIR: join(folder, 'data') };
  return new Promise<{ code: unknown; said: string; complained: string }>((done) => {
    execFile(process.execPath, [MAIN, ...args], { cwd: folder, env }, (error, said, complained) =>
      done({ code: error ? error.code : 0, said, complained }),
    );
  });
}

describe('the simulator and a server that was just started for the first time', () => {
  let folder: string;
  let server: RunningServer;
  const inData = (name: string) => join(folder, 'data', name);
  const modeOf = async (name: string) => (await stat(inData(name))).mode & 0o777;
  const SMALL = ['--users', '10', '--groups', '2', '--cycles', '2'];

  beforeAll(async () => {
    folder = await makeScratchFolder();
    server = await startServer(folder);
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await removeScratchFolder(folder);
  });

  it('find each other by a file that is for its owner alone, and that no line of the start gives away', async () => {
    expect(await modeOf('demo.json')).toBe(0o600);
    const { token } = JSON.parse(await readFile(inData('demo.json'), 'utf8')) as { token: string };
    expect(server.lines().join()).not.toContain(token);
    expect(server.log()).not.toContain(token);
  });

  it.each([
    [['--token', 'iscim_wrong'], 'does not take the token (401)'],
    [['--url', 'http://127.0.0.1:1/scim'], 'No token is known for http://127.0.0.1:1/scim.'],
    [['--url', 'http://127.0.0.1:1/scim', '--token', 'x'], 'Nobody answers at http://127.0.0.1:1/scim'],
  ])('keep that file when the run cannot begin: %j', async (args, complaint) => {
    const { code, complained } = await simulator(folder, ...args);
    expect({ code, complained }).toEqual({ code: 2, complained: expect.stringContaining(complaint) });
    expect(await modeOf('demo.json')).toBe(0o600);
  });

  it('say so when https is asked of a server that speaks http', async () => {
    const url = server.url.replace('http:', 'https:');
    const { code, complained } = await simulator(folder, '--url', `${url}/scim`, '--token', 'x');
    expect({ code, complained }).toEqual({ code: 2, complained: expect.stringContaining('it speaks no TLS there') });
  });

  it('end green without any argument about the server, and the file is taken over', async () => {
    const { code, said } = await simulator(folder, ...SMALL);
    expect(said).toContain('Nothing failed, and nothing came back altered.');
    expect(code).toBe(0);
    await expect(stat(inData('demo.json'))).rejects.toThrow('ENOENT');
    expect(await modeOf('simulator.json')).toBe(0o600);
    expect(await modeOf('simulator-entra.json')).toBe(0o600);
  });

  it('continue at the next run, and can tell all as JSON, without the token', async () => {
    const { code, said } = await simulator(folder, '--cycles', '1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ ok: true, cycles: [{ kind: 'incremental', number: 3 }, {}] });
    const { token } = JSON.parse(await readFile(inData('simulator.json'), 'utf8')) as { token: string };
    expect(said).not.toContain(token);
  });

  it('end in peace when nobody reads to the end', async () => {
    const env = { PATH: process.env.PATH, DATA_DIR: join(folder, 'data') };
    const child = spawn(process.execPath, [MAIN, '--cycles', '1', '--json'], { cwd: folder, env });
    child.stdout.destroy();
    const complaints: string[] = [];
    child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
  });

  it('go on after a run that was killed in the middle', async () => {
    const { url, token } = JSON.parse(await readFile(inData('simulator.json'), 'utf8')) as Record<string, string>;
    const people = async () => {
      const answer = await fetch(`${url}/Users?count=0`, { headers: { authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { totalResults: number }).totalResults;
    };
    const args = ['--state', inData('killed.json'), '--seed', '2', '--users', '60', '--groups', '3', '--cycles', '1'];
    const before = await people();
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { DATA_DIR: join(folder, 'data') } });
    while ((await people()) < before + 5);
    child.kill('SIGKILL');
    await once(child, 'close');
    const { code, said } = await simulator(folder, ...args);
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('Nothing failed') });
  });

  it('keep two companies apart', async () => {
    expect((await simulator(folder, '--dialect', 'okta', ...SMALL)).code).toBe(0);
    const { code, complained } = await simulator(
      folder,
      '--dialect',
      'okta',
      '--state',
      inData('simulator-entra.json'),
    );
    expect(code).toBe(2);
    expect(complained).toContain('keeps the directory of entra: give another --state.');
  });

  it('do not begin on a state file that holds something else', async () => {
    await writeFile(inData('else.json'), 'else');
    const { code, complained } = await simulator(folder, '--state', inData('else.json'));
    expect({ code, complained }).toEqual({
      code: 2,
      complained: expect.stringContaining('keeps no pretend directory'),
    });
  });
});

describe('the command line of the simulator', () => {
  it.each([
    [['--users', '0'], "option '--users <count>' argument '0' is invalid."],
    [['--cycles', '1e3'], "option '--cycles <count>' argument '1e3' is invalid."],
    [['--dialect', 'ldap'], 'Give one of entra, entra-flag, okta.'],
    [['--url', 'ftp://example.com'], 'Give the http or https URL'],
    [['--frobnicate'], "unknown option '--frobnicate'"],
    [[], 'No server is known. Start one with `npm start`'],
  ])('refuses %j', async (args, complaint) => {
    const folder = await makeScratchFolder();
    const { code, complained } = await simulator(folder, ...args);
    expect(complained).toContain(complaint);
    expect(code).toBeGreaterThan(0);
    await removeScratchFolder(folder);
  });
});
