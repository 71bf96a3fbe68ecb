import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/standalone/embedded-postgres/start-embedded-postgres.js';
import { LoadProcess } from '../load/load-process.js';
import type { Side, Target } from '../load/target.js';
import { type Databases, makeDatabases } from './databases.js';
import { makeTargets } from './make-targets.js';
import { type Keys, type RunningServer, startBare, startProduct } from './servers.js';

/** All that runs while is measured: one PostgreSQL with a database a side, the two servers, and who sends the requests. */
export interface Stage {
  readonly folder: string;
  readonly databases: Databases;
  readonly postmaster: number;
  readonly servers: Readonly<Record<Side, RunningServer>>;
  readonly keys: Keys;
  /** Where requests go. */
  readonly targets: Readonly<Record<Side, Target>>;
  readonly load: LoadProcess;
}

/** PostgreSQL with its ordinary settings, the product with its own. */
export async function startStage(isNamed: boolean, closing: Closing): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'inbound-scim-bench-'));
  closing.add(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o711);
  const { signal } = new AbortController();
  const postgres = await startEmbeddedPostgres({ folder, signal });
  closing.add(() => postgres.stop('SIGQUIT'));
  const databases = await makeDatabases(postgres.url);
  const keys = makeKeys();
  const bare = await startBare({ databaseUrl: databases.bare, folder }, isNamed);
  closing.add(() => bare.stop());
  const product = await startProduct({ databaseUrl: databases.product, folder }, keys);
  closing.add(() => product.stop());
  const load = LoadProcess.start();
  closing.add(() => load.stop());
  const [target = { url: '' }] = await makeTargets(product.url, keys.adminKey, ['everybody']);
  const targets = { bare: { url: bare.url }, product: target };
  for (const side of ['bare', 'product'] as const) await load.ask('aim', { side, target: targets[side] });
  const postmaster = await postmasterIn(folder);
  return { folder, databases, postmaster, servers: { bare, product }, keys, targets, load };
}

/** What is to be done at the end, the last first. */
export class Closing {
  private readonly steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }

  /** However often it is called, each step is done once. */
  async end(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) await step();
  }
}

function makeKeys(): Keys {
  const secret = () => randomBytes(32).toString('base64url');
  return { adminKey: secret(), auditKey: `bench:${secret()}` };
}

/** PostgreSQL writes its number there. */
async function postmasterIn(folder: string): Promise<number> {
  const [pid] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}
