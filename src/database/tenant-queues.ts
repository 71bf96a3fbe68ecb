import { type Batchable, BatchQueue } from './batch-queue.js';

/** A queue a tenant: the fence lets a statement see one tenant, so a batch never mixes them. Idle queues are forgotten. */
export class TenantQueues<I extends Batchable, O> {
  private readonly queues = new Map<string, BatchQueue<I, O>>();

  constructor(private readonly run: (tenantId: string, items: readonly I[]) => Promise<readonly O[]>) {}

  async add(tenantId: string, item: I): Promise<O> {
    let queue = this.queues.get(tenantId);
    if (!queue) this.queues.set(tenantId, (queue = new BatchQueue((items) => this.run(tenantId, items))));
    try {
      return await queue.add(item);
    } finally {
      if (queue.isIdle) this.queues.delete(tenantId);
    }
  }
}
