import { CannotRun } from '../cannot-run.js';
import type { Dialect } from '../dialect/dialect.js';
import type { Directory } from '../directory/directory.js';
import { type Answer, UnexpectedAnswer } from '../scim/answer.js';
import type { Request } from '../scim/request.js';
import type { Links } from './links.js';
import type { Progress } from './progress.js';
import type { LogEntry, ProvisioningLog } from './provisioning-log.js';

/** What a cycle works with and on. */
export interface Job {
  readonly cycle: number;
  readonly dialect: Dialect;
  readonly client: { send(request: Request): Promise<Answer> };
  readonly directory: Directory;
  /** Names of what is no longer in the directory, by `objectId`. */
  readonly formerNames: ReadonlyMap<string, string>;
  readonly links: Links;
  readonly log: ProvisioningLog;
  readonly progress: Progress;
  /** Whatever the service refused in this cycle. */
  readonly failed: Set<string>;
}

type Row = Omit<LogEntry, 'cycle'>;

/** What is done about each object of a list: its kind of object, and the work. */
interface Task<T> {
  readonly phase: string;
  readonly type: 'User' | 'Group';
  readonly objects: readonly T[];
  nameOf(object: T): string;
  /** What there is to say of it; nothing, where nothing was to be done. */
  work(object: T): Promise<Omit<Row, 'type' | 'name'> | undefined>;
}

/**
 * Does the work for each object, as many at once as the client allows. What the service refuses is a row of the log, and tried
 * again in the next cycle.
 * @throws CannotRun when the token is not taken.
 */
export async function forEach<T extends { readonly objectId: string }>(job: Job, task: Task<T>): Promise<void> {
  if (task.objects.length === 0) return;
  job.progress.begin(task.phase, task.objects.length);
  const done = await Promise.allSettled(
    task.objects.map(async (object) => {
      const row = await rowOf(job, object, task);
      if (row) job.log.record({ cycle: job.cycle, type: task.type, name: task.nameOf(object), ...row });
      job.progress.advance();
    }),
  );
  job.progress.end();
  for (const one of done) if (one.status === 'rejected') throw one.reason;
}

async function rowOf<T extends { readonly objectId: string }>(job: Job, object: T, task: Task<T>) {
  try {
    return await task.work(object);
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    if (error.answer.status === 401) throw new CannotRun('The service no longer takes the token (401).');
    job.failed.add(object.objectId);
    return { action: 'Other', status: 'Failure', reason: error.message } as const;
  }
}
