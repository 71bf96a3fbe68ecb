import { z } from 'zod';

/** What the primary process tells a worker that asks for it; it comes by the channel between them, never through the environment. */
const ORDER = z.object({ databaseUrl: z.string(), isFirst: z.boolean() });

/** Where the database is, and whether this worker makes what the first start makes. */
export type Order = Readonly<z.infer<typeof ORDER>>;

/** What a worker says: that it can take its order, and that it serves. */
export type Word = 'order?' | 'serving';

/**
 * Asks the primary process for the order of this worker.
 * @throws Error when this process is no worker, or what comes is no order.
 */
export async function askForOrder(): Promise<Order> {
  const answer = new Promise<unknown>((resolve) => process.once('message', resolve));
  say('order?');
  return ORDER.parse(await answer);
}

/** Tells the primary process. */
export function say(word: Word): void {
  if (!process.send) throw new Error('Only a worker has somebody to tell.');
  process.send(word);
}
