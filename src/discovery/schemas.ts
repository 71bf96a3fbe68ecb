import { ScimError } from '../kernel/error/scim-error.js';
import { type ListResponse, listResponse } from '../kernel/message/list-response.js';
import { describeSchema } from '../kernel/schema/describe-schema.js';
import type { Schema } from '../kernel/schema/schema.js';
import { quote } from '../kernel/text/quote.js';
import { type Description, locate } from './description.js';
import type { DiscoveryScope } from './discovery-scope.js';

/** `/Schemas` (RFC 7643 §7): those of the resource types and of their extensions, each once. */
export function listSchemas(scope: DiscoveryScope): ListResponse {
  const resources = schemasOf(scope).map((schema) => describe(scope, schema));
  return listResponse(resources, { totalResults: resources.length, startIndex: 1 });
}

/**
 * `/Schemas/{urn}`, the URN in any case (RFC 7643 §2.1 compares names so).
 *
 * @throws ScimError 404
 */
export function findSchema(scope: DiscoveryScope, urn: string): Description {
  const schema = schemasOf(scope).find(({ id }) => id.toLowerCase() === urn.toLowerCase());
  if (!schema) throw ScimError.notFound(`Schema ${quote(urn)} not found.`);
  return describe(scope, schema);
}

function schemasOf({ resourceTypes }: DiscoveryScope): readonly Schema[] {
  const all = resourceTypes.flatMap((type) => [type.schema, ...type.extensions.map(({ schema }) => schema)]);
  return [...new Map(all.map((schema) => [schema.id, schema])).values()];
}

function describe({ baseUrl }: DiscoveryScope, schema: Schema): Description {
  return locate(describeSchema(schema), 'Schema', `${baseUrl}/Schemas/${schema.id}`);
}
