import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../admin/problem.js';
import { Database } from '../database/database.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { auditKeys } from './audit-keys.js';
import type { Head } from './checkpoint.js';
import { readLog } from './stored-log.js';
import { type Verdict, verifyLog } from './verify-log.js';

/** Each takes a connection for as long as it lasts. */
export const MAX_VERIFICATIONS = 2;

const RETRY_SECONDS = 10;

/** Proves the event log of a tenant, or names what is the first that does not hold. */
@Injectable()
export class AuditVerifier {
  private underWay = 0;

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * Reads the whole log in constant memory, a batch at a time: tens of thousands of events a second. `noted` is a checkpoint known to have been there.
   *
   * @throws Problem 429 when as many as may be are under way; what `signal` says when it aborts
   */
  async verify(tenantId: string, noted: Head | undefined, signal: AbortSignal): Promise<Verdict> {
    if (this.underWay >= MAX_VERIFICATIONS) throw busy();
    this.underWay += 1;
    try {
      return await this.database.transaction(tenantId, async (tx) =>
        verifyLog({ log: await readLog(tx, signal), keys: auditKeys(this.settings), noted }),
      );
    } finally {
      this.underWay -= 1;
    }
  }
}

function busy(): Problem {
  return Problem.ofStatus(429, `${MAX_VERIFICATIONS} verifications are under way; try again later.`, RETRY_SECONDS);
}
