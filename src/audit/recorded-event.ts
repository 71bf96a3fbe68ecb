import type { Row } from '../database/statement.js';
import type { AuditEvent, AuditEventType, AuditTarget } from './audit-event.js';
import type { Actor } from '../scim-context.js';

/** An event as it is read: who did what to whom, when and from where. What was erased is absent. */
export interface RecordedEvent extends Pick<AuditEvent, 'counts' | 'before' | 'after' | 'member'> {
  readonly id: string;
  readonly type: AuditEventType;
  readonly occurredAt: Date;
  readonly tenantId: string;
  readonly identityProviderId: string | null;
  readonly actor: Actor;
  readonly target: AuditTarget;
  readonly requestId: string;
  readonly sourceAddress?: string;
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
}

/** As the search selects it. */
export interface EventRow extends Row {
  readonly tenant_id: string;
  readonly id: string;
  readonly occurred_at: Date;
  readonly type: AuditEventType;
  readonly identity_provider_id: string | null;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly target_kind: AuditTarget['kind'];
  readonly target_id: string;
  readonly request_id: string;
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
  /** Null once the person is erased. */
  readonly detail: PersonalWords | null;
}

type PersonalWords = Pick<AuditTarget, 'externalId' | 'name' | 'directoryUserId'> &
  Pick<RecordedEvent, 'counts' | 'before' | 'after' | 'member' | 'sourceAddress'>;

export function recordedEvent(row: EventRow): RecordedEvent {
  const { externalId, name, directoryUserId, ...told } = row.detail ?? {};
  return {
    id: row.id,
    type: row.type,
    occurredAt: row.occurred_at,
    tenantId: row.tenant_id,
    identityProviderId: row.identity_provider_id,
    actor: { kind: row.actor_kind, id: row.actor_id ?? undefined, name: row.actor_name },
    target: { kind: row.target_kind, id: row.target_id, externalId, name, directoryUserId },
    requestId: row.request_id,
    ...told,
    changes: row.changes,
    warnings: row.warnings,
  };
}
