import { describe, expect, it } from '@jest/globals';
import { hashOf } from './secret.js';
import { MAX_MISSING, SecretLookup, TTL_MS } from './secret-lookup.js';

/** A table of secrets that counts how often it is asked, answers when it is told to, and a clock that is set by hand. */
class Bench {
  now = 0;
  asked = 0;
  readonly stored = new Map<string, { readonly name: string }>();
  readonly lookup = new SecretLookup(
    (hash) => {
      this.asked += 1;
      return Promise.resolve(this.stored.get(hash));
    },
    () => this.now,
  );

  store(secret: string): this {
    this.stored.set(hashOf(secret), { name: secret });
    return this;
  }
}

describe('SecretLookup', () => {
  it('asks once for a burst', async () => {
    const bench = new Bench().store('a');
    const answers = await Promise.all(Array.from({ length: 20 }, async () => bench.lookup.find('a')));
    expect(answers).toEqual(Array(20).fill({ name: 'a' }));
    expect(bench.asked).toBe(1);
  });

  it('answers at once what it knows, until its time is over', async () => {
    const bench = new Bench().store('a');
    await bench.lookup.find('a');
    bench.now = TTL_MS - 1;
    expect(bench.lookup.find('a')).toEqual({ name: 'a' });
    bench.now = TTL_MS;
    expect(bench.lookup.find('a')).toBeInstanceOf(Promise);
    expect(bench.asked).toBe(2);
  });

  it('remembers what is not there, too', async () => {
    const bench = new Bench();
    expect(await bench.lookup.find('a')).toBeUndefined();
    expect(bench.lookup.find('a')).toBeUndefined();
    expect(bench.asked).toBe(1);
  });

  it('keeps a real secret through a flood of guesses', async () => {
    const bench = new Bench().store('a');
    await bench.lookup.find('a');
    for (let guess = 0; guess < MAX_MISSING + 10; guess += 1) await bench.lookup.find(`guess ${guess}`);
    expect(bench.lookup.find('a')).toEqual({ name: 'a' });
    expect(bench.lookup.find('guess 0')).toBeInstanceOf(Promise);
  });

  it('forgets at once what was revoked here, look-ups under way included', async () => {
    const bench = new Bench().store('a');
    const before = bench.lookup.find('a');
    bench.stored.clear();
    bench.lookup.clear();
    expect(await before).toEqual({ name: 'a' });
    expect(await bench.lookup.find('a')).toBeUndefined();
  });

  it('does not remember a failure', async () => {
    let failing = true;
    const lookup = new SecretLookup(() =>
      failing ? Promise.reject(new Error('database down')) : Promise.resolve({ name: 'a' }),
    );
    await expect(lookup.find('a')).rejects.toThrow('database down');
    failing = false;
    expect(await lookup.find('a')).toEqual({ name: 'a' });
  });
});
