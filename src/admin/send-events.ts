import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { RecordedEvent } from '../audit/recorded-event.js';
import { propertyOf } from '../edge/property-of.js';
import type { EventFormat } from './event-formats.js';

/** Events, some at a time; `return` ends the reading. */
type Batches = AsyncGenerator<readonly RecordedEvent[], void, undefined>;

/**
 * Answers with a file of the events, a batch at a time, as fast as the client takes them. The first batch is read before anything is sent, so
 * that what goes wrong by then is answered as a problem; what goes wrong later breaks the connection off. Nothing is read for a client
 * that has gone.
 */
export async function sendEvents(
  response: Response,
  { contentType, textOf }: EventFormat,
  fileName: string,
  batches: Batches,
): Promise<void> {
  const first = await batches.next();
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Disposition': `attachment; filename="${fileName}"` });
  try {
    if (response.req.method !== 'HEAD') await pipeline(Readable.from(texts(first, batches, textOf)), response);
  } catch (error) {
    if (propertyOf(error, 'code') !== CLIENT_HAS_GONE) throw error;
  } finally {
    await batches.return();
    response.end();
  }
}

const CLIENT_HAS_GONE = 'ERR_STREAM_PREMATURE_CLOSE';

async function* texts(
  first: IteratorResult<readonly RecordedEvent[], void>,
  batches: Batches,
  textOf: EventFormat['textOf'],
): AsyncGenerator<string> {
  if (!first.done) yield textOf(first.value, true);
  for await (const events of batches) yield textOf(events, false);
}
