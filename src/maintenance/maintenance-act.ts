import type { EntityManager } from 'typeorm';

/** Something that has to be done now and then, by whichever instance comes first. */
export interface MaintenanceAct {
  readonly name: string;
  /** When, as cron with seconds. */
  readonly at: string;
  /** In a transaction of the schema's owner, under a lock of this act's own. What it waits for, it waits for three seconds at most. */
  run(manager: EntityManager, now: Date): Promise<void>;
}
