import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { propertyOf } from '../edge/property-of.js';

/** Text, some at a time; `return` ends the making of it. */
export type Texts = AsyncGenerator<string, void, undefined>;

export interface SentFile {
  readonly name: string;
  readonly contentType: string;
}

/**
 * Answers with a file, a piece at a time, as fast as the client takes them. The first piece is made before anything is sent, so that what
 * goes wrong by then is answered as a problem; what goes wrong later breaks the connection off. Nothing is made for a client that has gone.
 */
export async function sendFile(response: Response, { name, contentType }: SentFile, texts: Texts): Promise<void> {
  const first = await texts.next();
  response.writeHead(200, { 'Content-Type': contentType, 'Content-Disposition': `attachment; filename="${name}"` });
  try {
    if (response.req.method !== 'HEAD') await pipeline(Readable.from(withFirst(first, texts)), response);
  } catch (error) {
    if (propertyOf(error, 'code') !== CLIENT_HAS_GONE) throw error;
  } finally {
    await texts.return();
    response.end();
  }
}

const CLIENT_HAS_GONE = 'ERR_STREAM_PREMATURE_CLOSE';

async function* withFirst(first: IteratorResult<string, void>, texts: Texts): Texts {
  if (!first.done) yield first.value;
  yield* texts;
}
