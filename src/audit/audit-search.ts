import { Injectable } from '@nestjs/common';
import { type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Database } from '../database/database.js';
import { type EventFilter, searchStatement } from './search-events.js';
import { type EventRow, type RecordedEvent, recordedEvent } from './recorded-event.js';

/** Reads the event log of a tenant. */
@Injectable()
export class AuditSearch {
  constructor(private readonly database: Database) {}

  /** The events that fit every given filter, newest first. */
  async list(tenantId: string, filter: EventFilter, { limit, after }: PageRequest): Promise<Page<RecordedEvent>> {
    const { statement, values } = searchStatement(tenantId, filter, { limit: limit + 1, after });
    const rows = await this.database.query<EventRow>(tenantId, statement, values);
    return pageOf(rows.map(recordedEvent), limit, ({ occurredAt, id }) => [occurredAt.toISOString(), id]);
  }
}
