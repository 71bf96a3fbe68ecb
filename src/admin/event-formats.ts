import { stringify } from 'csv-stringify/sync';
import type { RecordedEvent } from '../audit/recorded-event.js';
import type { ExportFormat } from './dto/audit-log.dto.js';

/** How events are written down. */
export interface EventFormat {
  readonly contentType: string;
  /** The text of some of the events; those that come first may need a heading. */
  readonly textOf: (events: readonly RecordedEvent[], isFirst: boolean) => string;
}

export const EVENT_FORMATS: Readonly<Record<ExportFormat, EventFormat>> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    textOf: (events) => events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    textOf: (events, isFirst) =>
      stringify(events.map(cellsOf), { header: isFirst, columns: [...COLUMNS.keys()], escape_formulas: true }),
  },
};

function cellsOf(event: RecordedEvent): string[] {
  return [...COLUMNS.values()].map((valueOf) => cellOf(valueOf(event)));
}

/**
 * Lists and objects as JSON. A spreadsheet takes a cell that begins like a formula for one, and names are clients' words; the writer puts an
 * apostrophe before those.
 */
function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const COLUMNS: ReadonlyMap<string, (event: RecordedEvent) => unknown> = new Map<
  string,
  (event: RecordedEvent) => unknown
>([
  ['id', ({ id }) => id],
  ['type', ({ type }) => type],
  ['occurredAt', ({ occurredAt }) => occurredAt],
  ['tenantId', ({ tenantId }) => tenantId],
  ['identityProviderId', ({ identityProviderId }) => identityProviderId],
  ['actorKind', ({ actor }) => actor.kind],
  ['actorId', ({ actor }) => actor.id],
  ['actorName', ({ actor }) => actor.name],
  ['targetKind', ({ target }) => target.kind],
  ['targetId', ({ target }) => target.id],
  ['targetExternalId', ({ target }) => target.externalId],
  ['targetName', ({ target }) => target.name],
  ['directoryUserId', ({ target }) => target.directoryUserId],
  ['requestId', ({ requestId }) => requestId],
  ['sourceAddress', ({ sourceAddress }) => sourceAddress],
  ['changes', ({ changes }) => changes],
  ['warnings', ({ warnings }) => warnings],
  ['counts', ({ counts }) => counts],
  ['before', ({ before }) => before],
  ['after', ({ after }) => after],
  ['member', ({ member }) => member],
]);
