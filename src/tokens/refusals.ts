import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { Collector } from './collector.js';
import type { RefusalReason } from './refusal-reason.js';
import { type SeenRefusal, writeRefusals } from './write-refusals.js';

/** Kinds of refusals that are noted between two writes. */
export const MAX_NOTED_REFUSALS = 1_000;

/** Of a refused request what is told to the administrator. */
export interface RefusedRequest {
  readonly reason: RefusalReason;
  /** From the URL; anything. */
  readonly identityProviderId: string;
  readonly sourceAddress: string | undefined;
  readonly tokenId?: string;
  readonly requestId: string;
  readonly at: Date;
}

/**
 * Why requests were refused, for the administrator of the identity provider that the URL names: a 401 does not tell.
 * A URL that names none is in the log only.
 */
@Injectable()
export class Refusals extends Collector<SeenRefusal> {
  constructor(
    @Inject(OWNER_DATA_SOURCE) private readonly owner: DataSource,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {
    super(MAX_NOTED_REFUSALS);
  }

  refused({ reason, identityProviderId, sourceAddress = 'unknown', tokenId, requestId, at }: RefusedRequest): void {
    if (!UUID.test(identityProviderId)) return;
    const id = identityProviderId.toLowerCase();
    this.note([id, reason, sourceAddress, tokenId].join(' '), {
      identityProviderId: id,
      reason,
      sourceAddress,
      tokenId: tokenId ?? null,
      requestId,
      occurrences: 1,
      firstSeenAt: at,
      lastSeenAt: at,
    });
  }

  protected merge(earlier: SeenRefusal, later: SeenRefusal): SeenRefusal {
    const occurrences = earlier.occurrences + later.occurrences;
    return { ...later, occurrences, firstSeenAt: earlier.firstSeenAt };
  }

  protected write(seen: readonly SeenRefusal[]): Promise<void> {
    return writeRefusals(this.owner, seen, this.settings.clock());
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
