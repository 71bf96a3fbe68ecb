import { describe, expect, it } from '@jest/globals';
import { type Batchable, BatchQueue } from './batch-queue.js';

interface Item extends Batchable {
  readonly name: string;
}

/** A queue whose batches are noted, and end when they are told to. */
class Bench {
  readonly batches: string[][] = [];
  private readonly ends: (() => void)[] = [];
  readonly queue = new BatchQueue<Item, string>(async (items) => {
    this.batches.push(items.map(({ name }) => name));
    await new Promise<void>((resolve) => this.ends.push(resolve));
    if (items.some(({ name }) => name === 'bad')) throw new Error('bad');
    return items.map(({ name }) => `${name}!`);
  });

  add(name: string, ...keys: string[]): Promise<string> {
    return this.queue.add({ name, keys });
  }

  /** Lets every batch go that is under way or comes. */
  async drain(answers: readonly Promise<unknown>[]): Promise<void> {
    let isOver = false;
    void Promise.allSettled(answers).then(() => (isOver = true));
    while (!isOver) {
      this.ends.splice(0).forEach((end) => end());
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

describe('BatchQueue', () => {
  it('sends what waits at the same moment together, and each gets its own answer', async () => {
    const bench = new Bench();
    const answers = ['a', 'b', 'c'].map((name) => bench.add(name));
    await bench.drain(answers);
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!']);
    expect(bench.batches).toEqual([['a', 'b', 'c']]);
  });

  it('makes what arrives meanwhile the next batch', async () => {
    const bench = new Bench();
    const first = bench.add('a');
    await new Promise((resolve) => setImmediate(resolve));
    const later = [bench.add('b'), bench.add('c')];
    await bench.drain([first, ...later]);
    expect(bench.batches).toEqual([['a'], ['b', 'c']]);
  });

  it('never puts two with a key in common into one batch, and keeps their order', async () => {
    const bench = new Bench();
    const answers = [bench.add('a', 'x'), bench.add('b', 'x', 'y'), bench.add('c', 'y'), bench.add('d', 'z')];
    await bench.drain(answers);
    expect(bench.batches).toEqual([['a', 'd'], ['b'], ['c']]);
  });

  it('repeats each alone when one fails, so that nobody fails for a neighbour', async () => {
    const bench = new Bench();
    const answers = ['a', 'bad', 'c'].map((name) => bench.add(name));
    await bench.drain(answers);
    expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(bench.batches[0]).toEqual(['a', 'bad', 'c']);
    expect(bench.batches.slice(1).map((batch) => batch.length)).toEqual([1, 1, 1]);
  });

  it('sends no more than 64 at once', async () => {
    const bench = new Bench();
    const answers = Array.from({ length: 100 }, (_, index) => bench.add(String(index)));
    await bench.drain(answers);
    expect(bench.batches.map((batch) => batch.length)).toEqual([64, 36]);
  });
});
