import { describe, expect, it } from '@jest/globals';
import { Gate } from './gate.js';

describe('a gate', () => {
  it('lets no more in than it has places, and everybody in the end', async () => {
    const gate = new Gate(3);
    let inside = 0;
    let most = 0;
    const visits = Array.from({ length: 20 }, (_, index) =>
      gate.pass(async () => {
        most = Math.max(most, (inside += 1));
        await Promise.resolve();
        inside -= 1;
        return index;
      }),
    );
    expect(await Promise.all(visits)).toHaveLength(20);
    expect(most).toBe(3);
  });

  it('gives the place of a failed visit to the next', async () => {
    const gate = new Gate(1);
    await expect(gate.pass(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await gate.pass(() => Promise.resolve('in'))).toBe('in');
  });
});
