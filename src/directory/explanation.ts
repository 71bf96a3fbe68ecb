import type { Trace } from '../audit/audit-trail.js';
import type { Hold } from './holds.js';
import type { PersonStatus, Provenance } from './person.js';

/** Why something is as it is. */
export interface Explained {
  /** In words. */
  readonly because: string;
  /** The event by which it came about; null where the event log does not reach back so far. */
  readonly event: Trace | null;
  /** What currently keeps a change from taking effect, in words. */
  readonly prevents: readonly string[];
}

export interface ExplainedStatus extends Explained {
  readonly value: PersonStatus;
  readonly setBy: Provenance | 'conflict';
  readonly identityProviderId?: string;
  readonly holds: readonly Hold[];
}

export interface ExplainedEmail extends Explained {
  readonly value: string | null;
  readonly identityProviderId?: string;
}

export interface ExplainedAttribute extends Explained {
  readonly value: string | number | boolean | null;
  readonly setBy: Provenance | null;
  readonly identityProviderId?: string;
  readonly updatedAt?: string;
}

/** Who set what of a person, by which event, and what stands in the way of a change. */
export interface Explanation {
  readonly id: string;
  /** Whether the person may enter, why, since when and by whom, and what would change it: one text for people. */
  readonly summary: string;
  readonly protected: boolean;
  readonly status: ExplainedStatus;
  readonly email: ExplainedEmail;
  /** For every field that the tenant keeps. */
  readonly attributes: Readonly<Record<string, ExplainedAttribute>>;
  /** Open conflicts that the person is a party of. */
  readonly conflicts: readonly { readonly id: string; readonly kind: string; readonly attribute: string }[];
}
