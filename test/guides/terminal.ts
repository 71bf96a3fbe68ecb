import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What became of commands. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly complaints: string;
}

/** One shell for a whole guide: what was set by one block is known to the next, as it is to a reader. */
export class Terminal {
  private readonly shell: ChildProcess;
  private readonly ended: Promise<number>;

  /** In `folder`, with these variables and nothing else of the environment. */
  constructor(
    private readonly folder: string,
    variables: Readonly<Record<string, string>>,
  ) {
    const env = { PATH: process.env.PATH, HOME: folder, ...variables };
    this.shell = spawn('sh', ['-u'], { cwd: folder, env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.shell.stdout!.setEncoding('utf8');
    this.ended = once(this.shell, 'close').then(([code]) => Number(code));
  }

  /** The first command that fails is the last one, unless this is about the failure. */
  async run(commands: string, mayFail = false): Promise<Outcome> {
    await writeFile(this.pathOf('commands'), `${commands}\n`);
    this.shell.stdin!.write(
      `set ${mayFail ? '+' : '-'}e\n. ./commands < /dev/null > ./output 2> ./complaints\necho $?\n`,
    );
    const code = await Promise.race([once(this.shell.stdout!, 'data').then(([line]) => Number(line)), this.ended]);
    return { code, output: await this.read('output'), complaints: await this.read('complaints') };
  }

  async close(): Promise<void> {
    this.shell.stdin!.end();
    await this.ended;
  }

  private read(name: string): Promise<string> {
    return readFile(this.pathOf(name), 'utf8');
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }
}
