import { type Answer, expectStatus, UnexpectedAnswer } from '../scim/answer.js';
import { type JsonObject, objectsIn } from '../scim/json.js';
import type { Request } from '../scim/request.js';

/**
 * The one resource that the first of these filters with a result finds, or none.
 * @throws UnexpectedAnswer where a filter finds several: then none is changed.
 */
export async function findFirst(
  client: { send(request: Request): Promise<Answer> },
  requests: readonly Request[],
): Promise<JsonObject | undefined> {
  for (const request of requests) {
    const answer = expectStatus(await client.send(request), 200);
    const [first, ...others] = objectsIn(answer.body.Resources);
    if (others.length > 0)
      throw new UnexpectedAnswer({ ...answer, body: { detail: `several match ${request.query}` } });
    if (first) return first;
  }
  return undefined;
}
