import { setTimeout as delay } from 'node:timers/promises';
import { GROUP, objectId, PATCH, USER } from '../support/scim-client.js';
import { type Ledger, type Member } from './ledger.js';

/** Where a server is right now, and its token: a server that is started again may listen elsewhere. */
export interface Target {
  readonly baseUrl: string;
  readonly token: string;
  /** Settles when it has ended. */
  readonly ended: Promise<unknown>;
}

export interface LoadOptions {
  readonly ledger: Ledger;
  /** Clients that write at the same time, each its own people; their names begin with it. */
  readonly lanes: number;
  readonly name: string;
}

/** A lane that was refused comes again after so long: it makes load, it does not burn the processor of what it loads. */
const PAUSE_MS = 20;

/** Longer than any answer may take, also while the database is away: who waits longer is forgotten. */
const PATIENCE_MS = 60_000;

const STEPS = ['create', 'change', 'join', 'disable', 'delete'] as const;

/**
 * Writes without a pause: people come, change, join a group, are disabled, go. Every answer is noted in the ledger; what was sent and never
 * answered is noted as in doubt, and its lane goes on with somebody else.
 */
export class Load {
  /** How often each status came; `none` is a connection that broke. */
  readonly tally: Record<string, number> = {};
  /** Answers that no client should see: what came, and what it said. */
  readonly improper: string[] = [];
  /** Milliseconds of the slowest answer. */
  slowest = 0;
  private isStopped = false;
  private readonly running: Promise<void>;
  private readonly watchers = new Set<() => void>();

  constructor(
    private readonly target: Target,
    private readonly options: LoadOptions,
  ) {
    this.running = Promise.all(Array.from({ length: options.lanes }, (_, lane) => this.runLane(lane))).then(
      () => undefined,
    );
  }

  /** Resolves when it is enough, asked after each answer. @throws Error when the server ends before. */
  async until(isEnough: () => boolean): Promise<void> {
    const enough = new Promise<boolean>((resolve) => {
      const look = () => {
        if (!isEnough()) return;
        this.watchers.delete(look);
        resolve(true);
      };
      this.watchers.add(look);
      look();
    });
    const isThere = await Promise.race([enough, this.target.ended.then(() => false)]);
    if (!isThere) throw new Error('The server ended under load.');
  }

  /** Acknowledged writes so far. */
  get acknowledged(): number {
    return Object.entries(this.tally).reduce((sum, [status, count]) => (status.startsWith('2') ? sum + count : sum), 0);
  }

  /** Sends nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async runLane(lane: number): Promise<void> {
    const group = this.options.ledger.group(`${this.options.name} ${lane}`);
    for (let n = 0; !this.isStopped; n += 1) {
      if (group.id === undefined && !(await this.createGroup(group))) continue;
      await this.liveOn(this.options.ledger.person(`${this.options.name}-${lane}-${n}`, group), n);
    }
  }

  private async createGroup(group: { name: string; id?: string }): Promise<boolean> {
    const { status, id } = await this.send('POST', '/Groups', { schemas: [GROUP], displayName: group.name });
    if (status === 201) Object.assign(group, { id });
    if (status === 409 || status === undefined) Object.assign(group, { name: `${group.name}+` });
    return status === 201;
  }

  /** Whoever has a step in doubt is left alone from there on. */
  private async liveOn(person: Member, n: number): Promise<void> {
    for (const step of STEPS) {
      if (this.isStopped || person.isInDoubt) return;
      if ((step === 'disable' && n % 3 !== 0) || (step === 'delete' && n % 4 !== 0)) continue;
      await this.take(step, person, n);
    }
  }

  private async take(step: (typeof STEPS)[number], person: Member, n: number): Promise<void> {
    person.begin(AFTER[step]);
    const { status, id } = await this.send(...requestOf(step, person, n));
    if (id !== undefined && step === 'create') person.id = id;
    person.end(status);
  }

  private async send(method: string, path: string, body?: object): Promise<{ status?: number; id?: string }> {
    const started = performance.now();
    try {
      const headers = { authorization: `Bearer ${this.target.token}`, 'content-type': 'application/scim+json' };
      const response = await fetch(this.target.baseUrl + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = await response.text();
      this.note(String(response.status), started);
      this.judge(response, text);
      if (response.status >= 400) await delay(PAUSE_MS);
      return { status: response.status, id: text && (JSON.parse(text) as { id?: string }).id };
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') this.improper.push(`${method} ${path} was never answered`);
      this.note('none', started);
      await delay(PAUSE_MS);
      return {};
    }
  }

  private note(status: string, started: number): void {
    this.tally[status] = (this.tally[status] ?? 0) + 1;
    this.slowest = Math.max(this.slowest, Math.round(performance.now() - started));
    for (const look of this.watchers) look();
  }

  /** Whatever is not done is refused as SCIM says it, and what passes by itself says when to come again. */
  private judge({ status, headers }: Response, text: string): void {
    if (status < 400) return;
    const isScim = headers.get('content-type') === 'application/scim+json' && text.includes(`"status":"${status}"`);
    if (status === 503 ? isScim && headers.has('retry-after') : status < 500 && isScim) return;
    this.improper.push(`${status} ${text}`);
  }
}

/** What a step makes of somebody, so that half of a step can be told from the whole. */
const AFTER = {
  create: { exists: true, title: 'T0', nickName: 'T0', active: true, joined: false },
  change: { title: 'T1', nickName: 'T1' },
  join: { joined: true },
  disable: { active: false, title: 'T2', nickName: 'T2' },
  delete: { exists: false },
};

function requestOf(
  step: (typeof STEPS)[number],
  { name, id, group }: Member,
  n: number,
): [method: string, path: string, body?: object] {
  const user = `/Users/${id}`;
  switch (step) {
    case 'create':
      return ['POST', '/Users', { schemas: [USER], userName: name, title: 'T0', nickName: 'T0', ...keyOf(n, name) }];
    case 'change':
      return ['PATCH', user, patch({ op: 'Replace', value: { title: 'T1', nickName: 'T1' } })];
    case 'join':
      return ['PATCH', `/Groups/${group.id}`, patch({ op: 'Add', path: 'members', value: [{ value: id }] })];
    case 'disable':
      return ['PATCH', user, patch({ op: 'Replace', value: { active: false, title: 'T2', nickName: 'T2' } })];
    case 'delete':
      return ['DELETE', user];
  }
}

function patch(operation: object): object {
  return { schemas: [PATCH], Operations: [operation] };
}

/** Every other person has an address, every third a key. */
function keyOf(n: number, name: string): object {
  return {
    ...(n % 2 === 0 && { emails: [{ type: 'work', value: `${name}@corp.example`, primary: true }] }),
    ...(n % 3 === 0 && { externalId: `${objectId(n)}-${name}` }),
  };
}
