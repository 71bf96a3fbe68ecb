import { createHash } from 'node:crypto';
import type { AuditKey } from '../inbound-scim.settings.js';
import { Ahead } from './ahead.js';
import type { Checkpoint, Head } from './checkpoint.js';
import { type Round, roundsOf } from './rounds-of.js';
import type { StoredEvent } from './stored-event.js';
import type { StoredLog } from './stored-log.js';
import { verifyEvent } from './verify-event.js';
import { verifyLink, verifySeal } from './verify-link.js';

/** The first that does not hold, in the order of the chain, and why. */
export type Broken =
  | { readonly kind: 'event'; readonly id: string; readonly occurredAt: string; readonly reason: string }
  | { readonly kind: 'checkpoint'; readonly sequence: number; readonly reason: string };

/** What was found. */
export interface Verdict {
  readonly valid: boolean;
  /** Events that hold, up to the first that does not. */
  readonly checked: number;
  /** Checkpoints that hold, up to the first that does not. */
  readonly checkpoints: number;
  /** Events that no checkpoint has sealed yet: that one of them was removed would not be seen. */
  readonly unsealed: number;
  /** The last checkpoint that holds. */
  readonly head: Head | null;
  readonly firstBroken?: Broken;
}

export interface Verification {
  readonly log: StoredLog;
  readonly keys: ReadonlyMap<string, AuditKey>;
  /** A checkpoint that is known to have been there. */
  readonly noted?: Head;
}

/**
 * Proves that no event was changed, removed, added or moved since it was sealed, and that the chain of checkpoints is whole. It walks along
 * both, side by side, and keeps sums alone.
 */
export async function verifyLog(verification: Verification): Promise<Verdict> {
  const walk = new Walk(verification);
  const firstBroken = await walk.toTheEnd();
  const { checked, checkpoints, head } = walk;
  const { unsealed } = verification.log;
  return { valid: !firstBroken, checked, checkpoints, unsealed, head, ...(firstBroken && { firstBroken }) };
}

class Walk {
  checked = 0;
  checkpoints = 0;
  head: Head | null = null;
  private readonly events: Ahead<StoredEvent>;
  /** For each month that was removed, the checkpoint that tells of it. */
  private readonly removals: ReadonlyMap<string, number>;

  constructor(private readonly verification: Verification) {
    this.events = new Ahead(verification.log.events);
    this.removals = removalsOf(verification);
  }

  async toTheEnd(): Promise<Broken | undefined> {
    for await (const round of roundsOf(this.verification.log.checkpoints)) {
      const broken = this.checkLinks(round) ?? (await this.checkEvents(round));
      if (broken) return broken;
    }
    return this.checkEnd() ?? (await this.checkUnsealed());
  }

  private checkLinks({ checkpoints }: Round): Broken | undefined {
    const { keys, noted } = this.verification;
    let before = this.head;
    for (const checkpoint of checkpoints) {
      const broken = verifyLink(checkpoint, before, keys) ?? differsFrom(noted, checkpoint);
      if (broken) return { kind: 'checkpoint', ...broken };
      before = checkpoint;
    }
    return undefined;
  }

  private async checkEvents(round: Round): Promise<Broken | undefined> {
    const sums = new Map(round.checkpoints.filter(({ dropped }) => !dropped).map((one) => [one.month, new Sum(one)]));
    const isUpTo = ({ epoch, tx }: StoredEvent) => epoch < round.epoch || (epoch === round.epoch && tx <= round.toTx);
    for (let event; (event = await this.events.takeIf(isUpTo)); this.checked += 1) {
      const isOfRound = event.epoch === round.epoch && event.tx > round.afterTx;
      const sum = isOfRound ? sums.get(monthOf(event)) : undefined;
      const reason = verifyEvent(event, this.verification.keys) ?? (sum ? this.goneBy(sum) : UNCOVERED);
      if (reason !== undefined) return brokenEvent(event, reason);
      sum?.add(event);
    }
    return this.checkSums(round, [...sums.values()]);
  }

  private checkSums({ checkpoints }: Round, sums: readonly Sum[]): Broken | undefined {
    for (const sum of sums) {
      const reason = this.isRemoved(sum.checkpoint) ? undefined : sum.problem();
      if (reason !== undefined) return { kind: 'checkpoint', sequence: sum.checkpoint.sequence, reason };
    }
    this.checkpoints += checkpoints.length;
    this.head = checkpoints.at(-1) ?? this.head;
    return undefined;
  }

  private goneBy({ checkpoint }: Sum): string | undefined {
    return this.isRemoved(checkpoint) ? 'Its month was removed, and it came back.' : undefined;
  }

  private isRemoved({ month, sequence }: Checkpoint): boolean {
    return sequence < (this.removals.get(month) ?? 0);
  }

  private checkEnd(): Broken | undefined {
    const { noted } = this.verification;
    if (!noted || noted.sequence <= (this.head?.sequence ?? 0)) return undefined;
    return { kind: 'checkpoint', sequence: noted.sequence, reason: 'It is missing: the end of the log was cut off.' };
  }

  private async checkUnsealed(): Promise<Broken | undefined> {
    const { log, keys } = this.verification;
    for (let event; (event = await this.events.takeIf(() => true)); this.checked += 1) {
      const isUnsealed = event.epoch === log.mark.epoch && event.tx > log.mark.tx;
      const reason = verifyEvent(event, keys) ?? (isUnsealed ? undefined : UNCOVERED);
      if (reason !== undefined) return brokenEvent(event, reason);
    }
    return undefined;
  }
}

const UNCOVERED = 'The log is sealed beyond it, and no checkpoint knows it.';

/** What a checkpoint says of its events, beside what is there. */
class Sum {
  private readonly hash = createHash('sha256');
  private events = 0;

  constructor(readonly checkpoint: Checkpoint) {}

  add({ hmac }: StoredEvent): void {
    this.hash.update(hmac);
    this.events += 1;
  }

  problem(): string | undefined {
    const { events, digest } = this.checkpoint;
    if (events !== this.events) return `It sealed ${events} events, and ${this.events} are there.`;
    return this.hash.digest().equals(digest) ? undefined : 'Its events are not those that it sealed, or not in order.';
  }
}

/** A removal counts if its seal holds; that it is in its place the walk finds out when it comes there. */
function removalsOf({ log, keys }: Verification): ReadonlyMap<string, number> {
  const proven = log.removals.filter((removal) => verifySeal(removal, keys) === undefined);
  return new Map(proven.toSorted((a, b) => a.sequence - b.sequence).map(({ month, sequence }) => [month, sequence]));
}

function differsFrom(noted: Head | undefined, { sequence, seal }: Checkpoint) {
  if (noted?.sequence !== sequence || noted.seal.equals(seal)) return undefined;
  return { sequence, reason: 'Its seal is not the one that was noted.' };
}

function brokenEvent({ id, occurredAt }: StoredEvent, reason: string): Broken {
  return { kind: 'event', id, occurredAt, reason };
}

/** As checkpoints name it: the first day, in UTC. */
function monthOf({ occurredAt }: StoredEvent): string {
  return `${occurredAt.slice(0, 7)}-01`;
}
