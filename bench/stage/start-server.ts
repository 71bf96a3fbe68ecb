import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly said: readonly string[];
  stop(): Promise<void>;
}

/** How a server is started. Nothing of our own environment reaches it. */
export interface ServerStart {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What it prints when it is ready. */
  readonly ready: RegExp;
}

/** Starts it with this Node and waits until it is ready. @throws Error with what it said, when it ends instead */
export async function startServer(start: ServerStart): Promise<ServerProcess> {
  const child = spawn(process.execPath, start.arguments, {
    cwd: start.folder,
    env: { PATH: process.env.PATH, ...start.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const exit = once(child, 'exit').finally(() => process.off('exit', end));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = `${log}${text}`.slice(-LOG_CHARACTERS)));
  const ended = exit.then(() => Promise.reject(new Error(`A server has ended: ${log}`)));
  ended.catch(() => undefined);
  const said = await Promise.race([reading(child.stdout.setEncoding('utf8'), start.ready), ended]);
  const stop = async () => {
    child.kill('SIGTERM');
    await exit;
  };
  return { pid: child.pid ?? 0, said, stop };
}

/** Of the log, for the case that it ends. */
const LOG_CHARACTERS = 4_000;

/** What matches, whole and in parts. It goes on being read, so that the server never waits for us. */
function reading(output: NodeJS.ReadableStream, ready: RegExp): Promise<readonly string[]> {
  let text = '';
  return new Promise((resolve) => {
    output.on('data', (chunk: string) => {
      text += chunk;
      const match = ready.exec(text);
      if (match) resolve(match);
    });
  });
}
