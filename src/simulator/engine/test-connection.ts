import { randomUUID } from 'node:crypto';
import { CannotRun } from '../cannot-run.js';
import type { Job } from './job.js';

/** "Test Connection", and what each cycle begins with. @throws CannotRun for any answer but a list: Entra would put the job into quarantine. */
export async function testConnection({ dialect, client }: Pick<Job, 'dialect' | 'client'>): Promise<void> {
  for (const probe of dialect.probes(randomUUID())) {
    const { status, body } = await client.send(probe);
    if (status === 200 && typeof body.totalResults === 'number') continue;
    throw new CannotRun(
      status === 401
        ? 'The service does not take the token (401). Give the Secret Token of this Tenant URL.'
        : `Test Connection failed: GET ${probe.path} was answered with ${status} instead of a list.`,
    );
  }
}
