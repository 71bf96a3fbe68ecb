import type { Row, Statement } from '../database/statement.js';
import type { Transaction } from '../database/transaction.js';
import type { PlacedDraft } from './chain-checkpoints.js';

/** Events of these transactions. */
export interface SealedRange {
  readonly epoch: number;
  readonly afterTx: string;
  readonly toTx: string;
}

/** What is to be sealed: one draft for each tenant and month that has events of these transactions. */
export async function draftCheckpoints(tx: Transaction, { epoch, afterTx, toTx }: SealedRange): Promise<PlacedDraft[]> {
  return (await tx.query<DraftRow>(SEALING, [epoch, afterTx, toTx])).map(placedDraft);
}

/** What is to be said before the months before `before` go: one draft for each tenant and month that was sealed and is there yet. */
export async function draftRemovals(tx: Transaction, before: string): Promise<PlacedDraft[]> {
  return (await tx.query<DraftRow>(REMOVAL, [before])).map(placedDraft);
}

interface DraftRow extends Row {
  readonly tenant_id: string;
  readonly epoch: number;
  readonly after_tx: string;
  readonly to_tx: string;
  readonly month: string;
  readonly dropped: boolean;
  readonly events: string;
  readonly digest: Buffer;
  readonly head_sequence: string | null;
  readonly head_seal: Buffer | null;
}

function placedDraft(row: DraftRow): PlacedDraft {
  const { head_sequence: sequence, head_seal: seal } = row;
  const draft = {
    tenantId: row.tenant_id,
    epoch: row.epoch,
    afterTx: row.after_tx,
    toTx: row.to_tx,
    month: row.month,
    dropped: row.dropped,
    events: Number(row.events),
    digest: row.digest,
  };
  return { draft, head: sequence !== null && seal !== null ? { sequence: Number(sequence), seal } : null };
}

/** The heads beside the drafts, in the order in which the chain goes on. */
function withHeads(drafts: string): string {
  return `SELECT draft.*, head.sequence AS head_sequence, head.seal AS head_seal
    FROM (${drafts}) AS draft LEFT JOIN LATERAL (SELECT sequence, seal FROM inbound_scim.audit_checkpoint AS newest
      WHERE newest.tenant_id = draft.tenant_id ORDER BY sequence DESC LIMIT 1) AS head ON true
    ORDER BY draft.tenant_id, draft.month`;
}

const SEALING: Statement = {
  name: 'audit-draft-checkpoints',
  text: withHeads(`SELECT tenant_id, $1::integer AS epoch, $2::xid8 AS after_tx, $3::xid8 AS to_tx,
      date_trunc('month', occurred_at AT TIME ZONE 'UTC')::date::text AS month, false AS dropped,
      count(*) AS events, sha256(string_agg(hmac, ''::bytea ORDER BY tx, id)) AS digest
    FROM inbound_scim.audit_event WHERE epoch = $1 AND tx > $2 AND tx <= $3
    GROUP BY tenant_id, date_trunc('month', occurred_at AT TIME ZONE 'UTC')`),
};

/** A month may come back after it went, by an event that is dated back: then only what came since is removed again. */
const REMOVAL: Statement = {
  name: 'audit-draft-removals',
  text: withHeads(`SELECT sealed.tenant_id, mark.epoch, mark.tx AS after_tx, mark.tx AS to_tx,
      sealed.month::text AS month, true AS dropped, sum(sealed.events) AS events, ''::bytea AS digest
    FROM inbound_scim.audit_checkpoint AS sealed, inbound_scim.audit_mark() AS mark
    WHERE sealed.month < $1::date AND NOT sealed.dropped AND NOT EXISTS (
      SELECT FROM inbound_scim.audit_checkpoint AS removal WHERE removal.dropped AND removal.tenant_id = sealed.tenant_id
        AND removal.month = sealed.month AND removal.sequence > sealed.sequence)
    GROUP BY sealed.tenant_id, sealed.month, mark.epoch, mark.tx`),
};
