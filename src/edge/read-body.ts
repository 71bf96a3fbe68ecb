import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { ScimError } from '../kernel/error/scim-error.js';
import type { Limits } from '../kernel/limits.js';
import { collectBody } from './collect-body.js';
import { jsonFault } from './json-fault.js';
import { isJson } from './media-type.js';

/**
 * The JSON that a request carries. A body that a host's own parser has read already is taken as it is.
 *
 * It is called behind the guard, never as middleware: who has no token is told so before anything of the body is judged.
 * A key such as `__proto__` arrives as an own property like any other (`JSON.parse`); what reads the body looks only for
 * names that a schema knows.
 *
 * @throws ScimError 400 `invalidSyntax` for no body and for what is not JSON in UTF-8; 415 for another media type; what
 * `collectBody` throws.
 */
export async function readBody(request: MaybeParsed, { bodyBytes }: Pick<Limits, 'bodyBytes'>): Promise<unknown> {
  const { headers } = request;
  if (!isJson(headers['content-type'])) throw unsupported();
  if (headers['content-length'] === '0') throw empty();
  const parsed = request.body;
  if (parsed === undefined) return parseBytes(await collectBody(request, bodyBytes));
  if (Buffer.isBuffer(parsed)) return parseBytes(parsed);
  return typeof parsed === 'string' ? parseText(parsed) : parsed;
}

/** A parser of Express leaves what it read in `body`. */
type MaybeParsed = IncomingMessage & { readonly body?: unknown };

function parseBytes(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw ScimError.invalidSyntax('The body is not text in UTF-8.');
  return parseText(bytes.toString());
}

/** V8's own message quotes the text around the fault, which may be a password: it is not passed on. */
function parseText(text: string): unknown {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (json.length === 0) throw empty();
  try {
    return JSON.parse(json);
  } catch {
    throw invalidJson(jsonFault(json));
  }
}

/** RFC 8259 §8.1 lets a parser ignore it. */
const BYTE_ORDER_MARK = '\uFEFF';

function invalidJson(place: number | undefined): ScimError {
  const where = place === undefined ? '' : ` at character ${place}`;
  return ScimError.invalidSyntax(`The body is not valid JSON${where}.`);
}

function empty(): ScimError {
  return ScimError.invalidSyntax('The body is empty; a JSON object is expected.');
}

function unsupported(): ScimError {
  return ScimError.unsupportedMediaType('The body must be application/scim+json or application/json.');
}
