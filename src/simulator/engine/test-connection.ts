import { randomUUID } from 'node:crypto';
import { type Job, Quarantined } from './job.js';

/** "Test Connection", and what each cycle begins with. @throws Quarantined for any answer but a list. */
export async function testConnection({ dialect, client }: Pick<Job, 'dialect' | 'client'>): Promise<void> {
  for (const probe of dialect.probes(randomUUID())) {
    const { status, body } = await client.send(probe);
    if (status === 200 && typeof body.totalResults === 'number') continue;
    throw new Quarantined(
      status === 401
        ? 'The service does not take the token (401). Give the Secret Token of this Tenant URL.'
        : `Test Connection failed: GET ${probe.path} was answered with ${status} instead of a list.`,
    );
  }
}
