import type { Response } from 'express';
import type { RecordedEvent } from '../audit/recorded-event.js';
import type { EventFormat } from './event-formats.js';
import { sendFile, type Texts } from './send-file.js';

/** Events, some at a time; `return` ends the reading. */
type Batches = AsyncGenerator<readonly RecordedEvent[], void, undefined>;

/** Answers with a file of the events, a batch at a time; see `sendFile`. */
export async function sendEvents(
  response: Response,
  { contentType, textOf }: EventFormat,
  fileName: string,
  batches: Batches,
): Promise<void> {
  await sendFile(response, { name: fileName, contentType }, texts(batches, textOf));
}

async function* texts(batches: Batches, textOf: EventFormat['textOf']): Texts {
  let isFirst = true;
  for await (const events of batches) {
    yield textOf(events, isFirst);
    isFirst = false;
  }
}
