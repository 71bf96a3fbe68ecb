import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Collector } from './collector.js';

class Counts extends Collector<{ readonly key: string; readonly count: number }> {
  readonly written: string[] = [];
  failing = false;

  constructor() {
    super(2);
  }

  see(key: string): void {
    this.note(key, { key, count: 1 });
  }

  protected merge(earlier: { key: string; count: number }, later: { key: string; count: number }) {
    return { key: earlier.key, count: earlier.count + later.count };
  }

  protected write(values: readonly { key: string; count: number }[]): Promise<void> {
    if (this.failing) return Promise.reject(new Error('database down'));
    this.written.push(values.map(({ key, count }) => `${key}${count}`).join(' '));
    return Promise.resolve();
  }
}

Logger.overrideLogger(false);

describe('Collector', () => {
  it('writes what is alike once', async () => {
    const counts = new Counts();
    for (const key of ['a', 'b', 'a']) counts.see(key);
    await counts.flush();
    expect(counts.written).toEqual(['a2 b1']);
  });

  it('writes nothing where nothing was noted', async () => {
    const counts = new Counts();
    counts.see('a');
    await counts.flush();
    await counts.flush();
    expect(counts.written).toEqual(['a1']);
  });

  it('drops new keys over its limit, and still counts known ones', async () => {
    const counts = new Counts();
    for (const key of ['a', 'b', 'c', 'a']) counts.see(key);
    await counts.flush();
    expect(counts.written).toEqual(['a2 b1']);
  });

  it('keeps what could not be written', async () => {
    const counts = new Counts();
    counts.see('a');
    counts.failing = true;
    const failed = counts.flush();
    counts.see('a');
    await failed;
    counts.failing = false;
    await counts.flush();
    expect(counts.written).toEqual(['a2']);
  });

  it('writes what is left at the end', async () => {
    const counts = new Counts();
    counts.onApplicationBootstrap();
    counts.see('a');
    await counts.onModuleDestroy();
    expect(counts.written).toEqual(['a1']);
  });
});
