import { type Answer, expectStatus, UnexpectedAnswer } from '../scim/answer.js';
import { type JsonObject, objectsIn } from '../scim/json.js';
import type { Request } from '../scim/request.js';

/** The one resource that a filter finds, or none. @throws UnexpectedAnswer where it finds several: then none is changed. */
export async function findOne(
  client: { send(request: Request): Promise<Answer> },
  request: Request,
): Promise<JsonObject | undefined> {
  const answer = expectStatus(await client.send(request), 200);
  const found = objectsIn(answer.body.Resources);
  if (found.length <= 1) return found[0];
  const detail = `DuplicateTargetEntries: ${found.length} resources match ${request.path}?${request.query}`;
  throw new UnexpectedAnswer({ ...answer, body: { detail } });
}
