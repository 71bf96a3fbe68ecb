import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';

const MAIN = resolve(import.meta.dirname, '../../dist/src/main.js');

/** The built server, as a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** What it printed, a line each. */
  readonly lines: () => string[];
  /** What it logged. */
  readonly log: () => string;
  /** Resolves when the log holds the words. */
  logged(words: string): Promise<void>;
  /** Sends the signal and waits for the end: the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | string>;
  /** Sends the signal. */
  send(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | string>;
}

/** Starts the server in `folder` with these settings, on a free port, and waits until it has said all it has to say. */
export async function startServer(folder: string, settings: Record<string, string> = {}): Promise<RunningServer> {
  const port = await freePort();
  const server = spawnServer(folder, { PORT: String(port), DATA_DIR: join(folder, 'data'), ...settings });
  await server.printed('Swagger UI: ');
  return { ...server, url: `http://127.0.0.1:${port}` };
}

/** Starts the server with settings that it refuses: its exit code and what it said. */
export async function refuseToStart(folder: string, settings: Record<string, string>) {
  const server = spawnServer(folder, settings);
  return { code: await server.ended, said: server.log(), printed: server.lines() };
}

/** Nothing of the environment of the tests reaches it, nor a file `.env` of the project. */
function spawnServer(folder: string, env: Record<string, string>) {
  if (!existsSync(MAIN)) throw new Error('These specs start what was built: run `npm run build` first.');
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child, 'stdout');
  const log = collect(child, 'stderr');
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const failed = ended.then((how) => Promise.reject(new Error(`The server ended (${how}): ${log.text()}`)));
  failed.catch(() => undefined);
  return {
    pid: child.pid!,
    lines: () => output.text().split('\n').filter(Boolean),
    log: log.text,
    printed: (words: string) => Promise.race([output.holds(words), failed]),
    logged: (words: string) => Promise.race([log.holds(words), failed]),
    send: (signal: NodeJS.Signals) => void child.kill(signal),
    end: (signal: NodeJS.Signals) => (child.kill(signal), ended),
    ended,
  };
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr') {
  let text = '';
  child[name]!.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const holds = async (words: string) => {
    while (!text.includes(words)) await once(child[name]!, 'data');
  };
  return { text: () => text, holds };
}
