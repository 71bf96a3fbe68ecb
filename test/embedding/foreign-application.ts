import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, watch, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/standalone/embedded-postgres/free-port.js';
import { blocksOf, readGuide, type Step, stepsOf } from '../guides/guide.js';
import { Terminal } from '../guides/terminal.js';
import { makeScratchFolder, removeScratchFolder } from '../standalone/scratch-folder.js';

const PROJECT = resolve(import.meta.dirname, '../..');
export const EXAMPLE = join(PROJECT, 'examples/host-app');
export const GUIDE = 'docs/guides/embedding.md';

/** npm as the user has it, and the packages it has fetched already. */
const NPM = {
  npm_config_cache: process.env.npm_config_cache ?? join(homedir(), '.npm'),
  npm_config_userconfig: join(homedir(), '.npmrc'),
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  NO_COLOR: '1',
};

const exec = promisify(execFile);

/** What a block of the guide came to. */
export interface Done {
  readonly step: Step;
  readonly code: number;
  readonly output: string;
  readonly complaints: string;
}

/** The application of the guide, in a folder of its own, with the package as npm installs it. */
export class ForeignApplication {
  private constructor(
    readonly folder: string,
    readonly origin: string,
    private readonly terminal: Terminal,
  ) {}

  /** As it is before the guide, with what the guide has the reader write. */
  static async prepare(databaseUrl: string): Promise<ForeignApplication> {
    const folder = await makeScratchFolder();
    await cp(EXAMPLE, folder, { recursive: true });
    for (const { path, text } of await filesOfGuide()) await write(join(folder, path), text);
    await pack(folder);
    const port = await freePort();
    const variables = { ...NPM, DATABASE_URL: databaseUrl, PORT: String(port) };
    return new ForeignApplication(folder, `http://127.0.0.1:${port}`, new Terminal(folder, variables));
  }

  /** What the guide tells the reader to type, up to the first that fails. */
  async followGuide(): Promise<readonly Done[]> {
    const done: Done[] = [];
    for (const step of stepsOf(await readGuide(GUIDE))) {
      const outcome = step.commands === 'npm start' ? await this.start() : await this.type(step.commands);
      done.push({ step, ...outcome });
      if (outcome.code !== 0) break;
    }
    return done;
  }

  /** Commands in the terminal of the guide. */
  type(commands: string): Promise<Omit<Done, 'step'>> {
    return this.terminal.run(commands);
  }

  /** What was set in the terminal. */
  async variable(name: string): Promise<string> {
    return (await this.type(`printf %s "$${name}"`)).output;
  }

  /** Asks the application to end: with which code it did. */
  async stop(): Promise<number> {
    return Number((await this.type('kill -s TERM "$APP" && { wait "$APP" && echo 0 || echo $?; }')).output);
  }

  async remove(): Promise<void> {
    await this.type('kill -s KILL "$APP" || true');
    await this.terminal.close();
    await removeScratchFolder(this.folder);
  }

  /** In the background; `npm start` would stand between the application and its signals. */
  private async start(): Promise<Omit<Done, 'step'>> {
    const log = join(this.folder, 'app.log');
    await writeFile(log, '');
    const changes = watch(log)[Symbol.asyncIterator]();
    const outcome = await this.type('$(npm pkg get scripts.start | jq --raw-output .) > app.log 2>&1 &\nAPP=$!');
    for (;;) {
      await changes.next();
      const text = await readFile(log, 'utf8');
      if (text.includes('successfully started')) return outcome;
      if (/\bERROR\b|Error:/.test(text)) return { ...outcome, code: 1, complaints: text };
    }
  }
}

/** What the guide has the reader write: each block of TypeScript names its file. */
export async function filesOfGuide(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const blocks = blocksOf(await readGuide(GUIDE)).filter(({ language }) => language === 'ts');
  return blocks.map(({ mark, text }) => ({ path: mark, text: `${text}\n` }));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** What was built is packed as it is. */
async function pack(folder: string): Promise<void> {
  await exec('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
    cwd: PROJECT,
    env: { ...process.env, ...NPM },
  });
}
