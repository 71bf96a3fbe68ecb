import { CannotRun } from './cannot-run.js';
import { type DialectName, DIALECTS, familyOf } from './dialect/dialects.js';
import type { Dialect } from './dialect/dialect.js';
import { type Directory, namesIn, type Person } from './directory/directory.js';
import { type Happening, liveOn } from './directory/live-on.js';
import { promoteSomebody } from './directory/promote-somebody.js';
import type { Job } from './engine/job.js';
import { Links } from './engine/links.js';
import { ProvisioningLog } from './engine/provisioning-log.js';
import type { Progress } from './engine/progress.js';
import { provisionOnDemand } from './engine/provision-on-demand.js';
import { runCycle } from './engine/run-cycle.js';
import { Random } from './random.js';
import type { CycleReport, Report } from './report/report.js';
import { type Connection, ScimClient } from './scim/scim-client.js';
import type { State } from './state/state.js';

/** What a run is to do. */
export interface Plan {
  readonly connection: Connection;
  readonly dialect: DialectName;
  readonly cycles: number;
  /** `userName` of somebody to provision on demand, instead of any cycle. */
  readonly onDemand?: string;
}

/** Who watches a run. */
export interface Audience {
  readonly progress: Progress;
  /** After each cycle, with what a next run would continue from. */
  keep(state: State): Promise<void>;
}

const DEMANDED = 0;

/** Plays the provisioning service: the cycles of the plan, life going on in the directory before each but the very first. */
export async function simulate(plan: Plan, state: State, audience: Audience): Promise<Report> {
  return new Simulation(plan, state, audience).run();
}

class Simulation {
  private readonly started = performance.now();
  private readonly log = new ProvisioningLog();
  private readonly links: Links;
  private readonly random: Random;
  private readonly clients = new Map<Dialect, ScimClient>();
  private readonly cycles: CycleReport[] = [];
  private directory: Directory;
  private done: number;

  constructor(
    private readonly plan: Plan,
    private readonly state: State,
    private readonly audience: Audience,
  ) {
    this.links = new Links(state.links);
    this.random = new Random(state.seed);
    this.directory = state.directory;
    this.done = state.cycles;
  }

  async run(): Promise<Report> {
    const { onDemand, cycles } = this.plan;
    if (onDemand === undefined) {
      for (let count = 0; count < cycles; count += 1) await this.cycle();
      if (familyOf(this.plan.dialect) === 'entra') await this.demand(this.somebodyPromoted());
    } else {
      await this.demand(this.person(onDemand));
    }
    return this.report();
  }

  private async cycle(): Promise<void> {
    const before = this.directory;
    const happened: Partial<Record<Happening, number>> = {};
    if (this.done > 0) {
      const { directory, happenings } = liveOn(before, this.random);
      this.directory = directory;
      for (const { kind, objectId } of happenings) {
        happened[kind] = (happened[kind] ?? 0) + 1;
        this.links.pending.add(objectId);
      }
    }
    const kind = this.links.users.size === 0 ? 'initial' : 'incremental';
    this.done += 1;
    await this.measured(kind, happened, () => runCycle(this.job(this.done, DIALECTS[this.plan.dialect], before)));
  }

  /** On demand Entra speaks without the flag, whatever the Tenant URL says. */
  private async demand(person: Person): Promise<void> {
    await this.measured('on demand', {}, () =>
      provisionOnDemand(this.job(DEMANDED, DIALECTS[familyOf(this.plan.dialect)], this.directory), person),
    );
  }

  private somebodyPromoted(): Person {
    const { directory, person } = promoteSomebody(this.directory, this.random);
    this.directory = directory;
    this.links.pending.add(person.objectId);
    return person;
  }

  /** @throws CannotRun when nobody has that name. */
  private person(userName: string): Person {
    const found = this.directory.people.find((person) => person.userName === userName);
    if (!found) throw new CannotRun(`Nobody in the pretend directory is called ${userName}.`);
    return found;
  }

  private job(cycle: number, dialect: Dialect, before: Directory): Job {
    const client = this.clients.get(dialect) ?? new ScimClient(this.plan.connection, dialect.query);
    this.clients.set(dialect, client);
    const { directory, links, log } = this;
    const { progress } = this.audience;
    return { cycle, dialect, client, directory, formerNames: namesIn(before), links, log, progress, failed: new Set() };
  }

  /** Whatever happens in it, what was reached is kept. */
  private async measured(
    kind: CycleReport['kind'],
    happened: CycleReport['happened'],
    work: () => Promise<void>,
  ): Promise<void> {
    const start = performance.now();
    const before = this.traffic().requests;
    try {
      await work();
    } finally {
      await this.audience.keep(this.kept());
    }
    const requests = this.traffic().requests - before;
    const number = kind === 'on demand' ? DEMANDED : this.done;
    this.cycles.push({ kind, number, happened, requests, seconds: secondsSince(start) });
  }

  private kept(): State {
    const { links, random, directory, done } = this;
    return { ...this.state, seed: random.seed, cycles: done, directory, links: links.keep() };
  }

  private traffic() {
    return [...this.clients.values()].reduce(
      (sum, { traffic }) => ({ requests: sum.requests + traffic.requests, waits: sum.waits + traffic.waits }),
      { requests: 0, waits: 0 },
    );
  }

  private report(): Report {
    const { entries, drift } = this.log;
    return {
      client: DIALECTS[this.plan.dialect].title,
      url: this.plan.connection.url,
      people: this.directory.people.length,
      groups: this.directory.groups.length,
      cycles: this.cycles,
      log: entries,
      drift,
      ...this.traffic(),
      seconds: secondsSince(this.started),
      ok: drift.length === 0 && entries.every(({ status }) => status !== 'Failure'),
    };
  }
}

function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}
