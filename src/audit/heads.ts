import { Injectable } from '@nestjs/common';
import { ServiceLogger } from '../service-logger.js';
import type { Checkpoint, Head } from './checkpoint.js';

/** Heads in one line of the log. */
const MAX_HEADS_IN_A_LINE = 100;

/**
 * The newest checkpoint of each tenant that this instance has sealed since it last told. A chain proves all that is before its
 * end, but not where it ends: whoever cuts the end off leaves a shorter one that holds. So the heads are kept outside of the database as well,
 * in the log, from where they can be given to `verify`.
 */
@Injectable()
export class Heads {
  private readonly logger = new ServiceLogger('InboundScim');
  private untold = new Map<string, Head>();

  note(checkpoints: readonly Checkpoint[]): void {
    for (const { tenantId, sequence, seal } of checkpoints) this.untold.set(tenantId, { sequence, seal });
  }

  /** Writes those that are new into the log: `tenant:sequence:seal`. */
  tell(): void {
    const lines = [...this.untold].map(([tenantId, head]) => `${tenantId}:${headText(head)}`);
    this.untold = new Map();
    for (let start = 0; start < lines.length; start += MAX_HEADS_IN_A_LINE) {
      this.logger.log(`Event log sealed up to ${lines.slice(start, start + MAX_HEADS_IN_A_LINE).join(' ')}`);
    }
  }
}

/** `sequence:seal`, the seal in hexadecimal. */
export function headText({ sequence, seal }: Head): string {
  return `${sequence}:${seal.toString('hex')}`;
}
