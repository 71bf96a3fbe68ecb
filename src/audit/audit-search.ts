import { Inject, Injectable } from '@nestjs/common';
import { type Page, type PageRequest, pageOf, type Position } from '../admin/page.js';
import { Database } from '../database/database.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { type EventFilter, type EventOrder, searchStatement } from './search-events.js';
import { type EventRow, type RecordedEvent, recordedEvent } from './recorded-event.js';

/** Events that an export reads at once. */
export const EXPORT_BATCH = 500;

/** Reads the event log of a tenant. */
@Injectable()
export class AuditSearch {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /** The events that fit every given filter, newest first. */
  async list(tenantId: string, filter: EventFilter, request: PageRequest): Promise<Page<RecordedEvent>> {
    return this.read(tenantId, filter, request, 'newest first');
  }

  /**
   * All that fit, oldest first, `EXPORT_BATCH` at a time, each batch read when it is asked for: no connection is kept by a slow reader.
   * What happens after the start is left out, so that there is an end.
   */
  async *all(tenantId: string, filter: EventFilter): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    const next = new Date(this.settings.clock().getTime() + 1);
    const until = { ...filter, to: filter.to && filter.to < next ? filter.to : next };
    for (let after: Position | undefined; ;) {
      const page = await this.read(tenantId, until, { limit: EXPORT_BATCH, after }, 'oldest first');
      yield page.items;
      if (!page.next) return;
      after = page.next;
    }
  }

  private async read(
    tenantId: string,
    filter: EventFilter,
    { limit, after }: PageRequest,
    order: EventOrder,
  ): Promise<Page<RecordedEvent>> {
    const { statement, values } = searchStatement(tenantId, filter, { limit: limit + 1, after }, order);
    const rows = await this.database.query<EventRow>(tenantId, statement, values);
    return pageOf(rows.map(recordedEvent), limit, ({ occurredAt, id }) => [occurredAt.toISOString(), id]);
  }
}
