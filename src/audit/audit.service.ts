import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { SETTINGS, type InboundScimSettings } from '../inbound-scim.settings.js';
import type { Origin } from '../scim-context.js';
import type { AuditEvent } from './audit-event.js';
import { recordEvents } from './record-events.js';
import { sealEvent, type SealedEvent } from './seal-event.js';

/** Writes the event log; there is no event without the change it tells of, and no change without its event. */
@Injectable()
export class AuditService {
  constructor(@Inject(SETTINGS) private readonly settings: InboundScimSettings) {}

  /** For a change that carries its events with it in one statement. */
  seal(tenantId: string, origin: Origin, events: readonly AuditEvent[], occurredAt: Date): SealedEvent[] {
    return events.map((event) => sealEvent(event, { tenantId, origin, occurredAt, key: this.settings.auditKey }));
  }

  /** Seals and writes in the open transaction; one statement for any number of events. */
  async record(tx: Transaction, origin: Origin, events: readonly AuditEvent[]): Promise<void> {
    await recordEvents(tx, this.seal(tx.tenantId, origin, events, this.settings.clock()));
  }
}
