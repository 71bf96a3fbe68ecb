import { ScimError } from '../error/scim-error.js';
import type { Limits } from '../limits.js';
import { isJsonObject } from '../resource/is-json-object.js';
import { isList } from '../resource/is-list.js';
import { kindOf } from '../resource/kind-of.js';
import { readJsonObject } from '../resource/read-json-object.js';
import type { JsonObject, JsonValue } from '../resource/resource.js';
import { quote } from '../text/quote.js';
import { type BulkStep, parseBulkStep } from './bulk-step.js';
import { readMessage } from './read-message.js';

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** RFC 7644 §3.7. */
export interface BulkRequest {
  /** After so many failures the rest is left alone; absent: never. */
  readonly failOnErrors?: number;
  readonly operations: readonly BulkOperation[];
}

export interface BulkOperation {
  /** In upper case; as it came where it is none. */
  readonly method: string;
  readonly bulkId?: string;
  /** What is to be done, or why it cannot be: the others are not refused with it. */
  readonly step: BulkStep | ScimError;
}

/**
 * The body of a POST to `/Bulk`: names and methods in any case. An operation that makes no sense is kept as refused.
 * @throws ScimError `invalidSyntax` for what is no BulkRequest, `invalidValue` for `failOnErrors`, `tooMany`
 */
export function parseBulkRequest(body: unknown, { bulkOperations }: Limits): BulkRequest {
  const { operations = null, failonerrors = null } = readMessage(readJsonObject(body), BULK_REQUEST);
  if (!isList(operations)) throw ScimError.invalidSyntax('A bulk request needs "Operations", a list.');
  if (operations.length > bulkOperations)
    throw ScimError.tooMany(`A bulk request may have ${bulkOperations} operations at most.`);
  const failOnErrors = failonerrors === null ? undefined : readFailOnErrors(failonerrors);
  const bulkIds = new Set<string>();
  return {
    ...(failOnErrors !== undefined && { failOnErrors }),
    operations: operations.map((operation) => parseOperation(operation, bulkIds)),
  };
}

function readFailOnErrors(value: JsonValue): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw ScimError.invalidValue('"failOnErrors" must be a positive integer.');
}

/** `bulkIds`: those of the operations before it. */
function parseOperation(operation: JsonValue, bulkIds: Set<string>): BulkOperation {
  if (!isJsonObject(operation)) return refused({}, `An operation must be an object, not ${kindOf(operation)}.`);
  const members = Object.fromEntries(Object.entries(operation).map(([name, value]) => [name.toLowerCase(), value]));
  const { bulkid: bulkId = null } = members;
  if (bulkId !== null && typeof bulkId !== 'string') return refused(members, '"bulkId" must be a string.');
  if (bulkId && bulkIds.has(bulkId)) return refused(members, `The bulkId ${quote(bulkId)} is there twice.`);
  if (bulkId) bulkIds.add(bulkId);
  return { ...told(members), step: parseBulkStep(members) };
}

function refused(members: JsonObject, detail: string): BulkOperation {
  return { ...told(members), step: ScimError.invalidSyntax(detail) };
}

/** What the answer says of the operation again. */
function told({ method, bulkid: bulkId }: JsonObject): Pick<BulkOperation, 'method' | 'bulkId'> {
  return {
    method: typeof method === 'string' ? method.toUpperCase() : '',
    ...(typeof bulkId === 'string' && bulkId !== '' && { bulkId }),
  };
}
