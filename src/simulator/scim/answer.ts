import { isObject, type JsonObject, textIn } from './json.js';

/** What the service answered. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** An answer that is not the one the client goes on from. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';

  constructor(readonly answer: Answer) {
    super(
      `${nameOf(answer.status)}: ${[answer.status, answer.body.scimType, answer.body.detail].filter(Boolean).join(' ')}`,
    );
  }
}

/** @throws UnexpectedAnswer for another status. */
export function expectStatus(answer: Answer, ...statuses: readonly number[]): Answer {
  if (statuses.includes(answer.status)) return answer;
  throw new UnexpectedAnswer(answer);
}

/** The `id` of the resource that was answered (RFC 7643 §3.1). @throws UnexpectedAnswer where there is none. */
export function idOf(answer: Answer): string {
  const id = textIn(answer.body.id);
  if (id === '') throw new UnexpectedAnswer(answer);
  return id;
}

/** The body as an object; what is no JSON object reads as one without members. */
export function parseBody(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** The words in which a provisioning log of Entra names a failure. */
function nameOf(status: number): string {
  switch (status) {
    case 401:
      return 'Unauthorized';
    case 403:
      return 'InsufficientRights';
    case 404:
      return 'InvalidAnchor';
    case 409:
      return 'EntryConflict';
    case 429:
      return 'TooManyRequests';
    default:
      return status < 500 ? 'ServiceIncompatible' : 'InternalServerError';
  }
}
