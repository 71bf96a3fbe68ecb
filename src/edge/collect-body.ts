import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { ScimError } from '../kernel/error/scim-error.js';

/** Of a refused body so much is read and forgotten before the answer; a client that sends on after it is answered meanwhile. */
export const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * The bytes of a request's body, decompressed (`Content-Encoding: gzip` or `deflate`).
 *
 * Before it throws it lets the client finish sending, so that the refusal arrives whole and the connection stays usable.
 *
 * @throws ScimError 413 over `most` bytes, as soon as that is known; 415 for another encoding; 400 `invalidSyntax` for
 * a body that cannot be decompressed or ends early.
 */
export async function collectBody(request: IncomingMessage, most: number): Promise<Buffer> {
  try {
    if (Number(request.headers['content-length']) > most) throw tooLarge(most);
    const decoder = decoderOf(request.headers['content-encoding']);
    return await (decoder ? collectDecoded(request, decoder, most) : collect(request, request, most));
  } catch (error) {
    await discard(request);
    throw error;
  }
}

function decoderOf(contentEncoding = 'identity'): Transform | undefined {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === 'identity') return undefined;
  if (encoding === 'gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  throw ScimError.unsupportedMediaType('A body may be sent with Content-Encoding gzip, deflate or none.');
}

/** A decoder stops when its output is refused: a few bytes can stand for gigabytes. */
async function collectDecoded(request: IncomingMessage, decoder: Transform, most: number): Promise<Buffer> {
  try {
    return await collect(request, request.pipe(decoder), most);
  } finally {
    request.unpipe(decoder);
    decoder.destroy();
  }
}

/** `source` is the request itself or what decompresses it; only the request tells that the client has gone. */
function collect(request: IncomingMessage, source: Readable, most: number): Promise<Buffer> {
  if (request.readableEnded) return Promise.resolve(Buffer.alloc(0));
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    source.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > most) reject(tooLarge(most));
      else chunks.push(chunk);
    });
    source.once('end', () => resolve(Buffer.concat(chunks, length)));
    if (source !== request) source.once('error', () => reject(undecodable()));
    request.once('close', () => request.readableEnded || reject(endedEarly()));
  });
}

/** Resolves when the client has sent everything, or more than `MAX_DISCARDED_BYTES`, or has gone. */
function discard(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_DISCARDED_BYTES) resolve();
    });
    request.once('end', resolve).once('close', resolve);
    request.resume();
  });
}

function tooLarge(most: number): ScimError {
  return ScimError.payloadTooLarge(`The body is larger than ${most} bytes.`);
}

function undecodable(): ScimError {
  return ScimError.invalidSyntax('The body is not what its Content-Encoding says.');
}

function endedEarly(): ScimError {
  return ScimError.invalidSyntax('The body ended before all of it was sent.');
}
