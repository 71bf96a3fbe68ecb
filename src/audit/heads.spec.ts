import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { chainCheckpoints } from './chain-checkpoints.js';
import type { CheckpointDraft } from './checkpoint.js';
import { Heads, headText } from './heads.js';

const KEY = { id: 'test', secret: Buffer.alloc(32, 7) };
const told: string[] = [];

beforeEach(() => {
  told.length = 0;
  Logger.overrideLogger({
    log: (message: unknown) => void told.push(String(message)),
    warn: () => {},
    error: () => {},
  });
});

afterEach(() => Logger.overrideLogger(true));

const draft = (tenantId: string): CheckpointDraft => ({
  tenantId,
  epoch: 1,
  afterTx: '1',
  toTx: '2',
  month: '2026-03-01',
  dropped: false,
  events: 1,
  digest: Buffer.alloc(32),
});

const seal = (...tenants: readonly string[]) =>
  chainCheckpoints(
    tenants.map((tenantId) => ({ draft: draft(tenantId), head: null })),
    KEY,
    new Date(0),
  );

describe('heads', () => {
  it('are told once, the newest of each tenant', () => {
    const heads = new Heads();
    const checkpoints = seal('a', 'b', 'a');
    heads.note(checkpoints);
    heads.tell();
    heads.tell();
    const [, ofB, ofA] = checkpoints.map(headText);
    expect(told).toEqual([`Event log sealed up to a:${ofA} b:${ofB}`]);
    expect(ofA).toMatch(/^2:[0-9a-f]{64}$/);
  });

  it('are not told where nothing was sealed', () => {
    new Heads().tell();
    expect(told).toEqual([]);
  });

  it('take as many lines as it needs for a hundred in each', () => {
    const heads = new Heads();
    heads.note(seal(...Array.from({ length: 201 }, (_, n) => `t${n}`)));
    heads.tell();
    expect(told.map((line) => line.match(/:1:/g)?.length)).toEqual([100, 100, 1]);
  });
});

describe('chainCheckpoints', () => {
  it('goes on behind the head of each tenant, and behind its own', () => {
    const head = { sequence: 7, seal: Buffer.from('seal') };
    const placed = [
      { draft: draft('a'), head },
      { draft: draft('a'), head },
      { draft: draft('b'), head: null },
    ];
    const [first, second, other] = chainCheckpoints(placed, KEY, new Date('2026-03-01T00:00:00Z'));
    expect(first).toMatchObject({
      sequence: 8,
      previous: head.seal,
      keyId: 'test',
      sealedAt: '2026-03-01T00:00:00.000Z',
    });
    expect(second).toMatchObject({ sequence: 9, previous: first?.seal });
    expect(other).toMatchObject({ sequence: 1, previous: Buffer.alloc(0) });
  });
});
