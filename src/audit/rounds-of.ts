import type { Checkpoint } from './checkpoint.js';

/** The checkpoints of one round of sealing: one for each month that had events of these transactions. */
export interface Round {
  readonly epoch: number;
  readonly afterTx: bigint;
  readonly toTx: bigint;
  readonly checkpoints: readonly Checkpoint[];
}

/** Takes together what was sealed together. */
export async function* roundsOf(checkpoints: AsyncIterable<Checkpoint>): AsyncGenerator<Round> {
  let gathered: Checkpoint[] = [];
  for await (const checkpoint of checkpoints) {
    const [first] = gathered;
    if (first && !isOfRound(first, checkpoint)) {
      yield roundOf(first, gathered);
      gathered = [];
    }
    gathered.push(checkpoint);
  }
  const [first] = gathered;
  if (first) yield roundOf(first, gathered);
}

function isOfRound(first: Checkpoint, { epoch, afterTx, toTx }: Checkpoint): boolean {
  return epoch === first.epoch && afterTx === first.afterTx && toTx === first.toTx;
}

function roundOf({ epoch, afterTx, toTx }: Checkpoint, checkpoints: readonly Checkpoint[]): Round {
  return { epoch, afterTx: BigInt(afterTx), toTx: BigInt(toTx), checkpoints };
}
