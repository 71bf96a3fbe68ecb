import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { RecordedEvent } from '../audit/recorded-event.js';
import type { EventFormat } from './event-formats.js';
import { sendEvents } from './send-events.js';

const FORMAT: EventFormat = {
  contentType: 'text/plain',
  textOf: (events, isFirst) => `${isFirst ? 'first ' : ''}${events.map(({ id }) => id).join(' ')}\n`,
};

let server: Server;

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const anEvent = (id: string) => ({ id }) as RecordedEvent;

/** What is sent, and how the sending ended. */
async function serve(batches: AsyncGenerator<readonly RecordedEvent[], void, undefined>) {
  let ended: (outcome: unknown) => void;
  const outcome = new Promise<unknown>((resolve) => (ended = resolve));
  const app = express().get('/', async (_, response) => {
    try {
      await sendEvents(response, FORMAT, 'events.txt', batches);
      ended('sent');
    } catch (error) {
      if (!response.headersSent) response.status(500).end();
      ended(error);
    }
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, outcome };
}

/** Endless; tells how many were taken, and whether it was ended. */
function endless() {
  const state = { taken: 0, isEnded: false };
  async function* batches() {
    try {
      for (;;) {
        state.taken += 1;
        yield await Promise.resolve([anEvent('x'.repeat(100_000))]);
      }
    } finally {
      state.isEnded = true;
    }
  }
  return { state, batches: batches() };
}

async function* these(...batches: readonly (readonly RecordedEvent[])[]) {
  for (const batch of batches) yield await Promise.resolve(batch);
}

async function* failingAfter(good: number) {
  for (let n = 0; n < good; n += 1) yield await Promise.resolve([anEvent(`event${n}`)]);
  throw new Error('the database has gone');
}

describe('sendEvents', () => {
  it('sends every batch, the first with its heading', async () => {
    const { url, outcome } = await serve(these([anEvent('a'), anEvent('b')], [anEvent('c')], []));
    const response = await fetch(url);
    expect(await response.text()).toBe('first a b\nc\n\n');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="events.txt"');
    expect(await outcome).toBe('sent');
  });

  it('reads no faster than the client, and no more when it has gone', async () => {
    const { state, batches } = endless();
    const { url, outcome } = await serve(batches);
    const controller = new AbortController();
    const { body } = await fetch(url, { signal: controller.signal });
    await body?.getReader().read();
    controller.abort();
    expect(await outcome).toBe('sent');
    expect(state.isEnded).toBe(true);
    // What fits into the buffers of both sides.
    expect(state.taken).toBeLessThan(200);
  });

  it('reads one batch for HEAD', async () => {
    const { state, batches } = endless();
    const { url, outcome } = await serve(batches);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-type')).toBe('text/plain');
    expect(await outcome).toBe('sent');
    expect(state).toEqual({ taken: 1, isEnded: true });
  });

  it('throws what goes wrong before the first byte', async () => {
    const { url, outcome } = await serve(failingAfter(0));
    expect((await fetch(url)).status).toBe(500);
    expect(String(await outcome)).toBe('Error: the database has gone');
  });

  it('breaks off what goes wrong later', async () => {
    const { url, outcome } = await serve(failingAfter(2));
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(String(await outcome)).toBe('Error: the database has gone');
  });
});
