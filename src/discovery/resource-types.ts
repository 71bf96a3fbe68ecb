import { ScimError } from '../kernel/error/scim-error.js';
import { type ListResponse, listResponse } from '../kernel/message/list-response.js';
import { describeResourceType } from '../kernel/schema/describe-resource-type.js';
import type { ResourceType } from '../kernel/schema/schema.js';
import { quote } from '../kernel/text/quote.js';
import { type Description, locate } from './description.js';
import type { DiscoveryScope } from './discovery-scope.js';

/** `/ResourceTypes` (RFC 7643 §6). */
export function listResourceTypes(scope: DiscoveryScope): ListResponse {
  const resources = scope.resourceTypes.map((type) => describe(scope, type));
  return listResponse(resources, { totalResults: resources.length, startIndex: 1 });
}

/**
 * `/ResourceTypes/{name}`, the name in any case.
 *
 * @throws ScimError 404
 */
export function findResourceType(scope: DiscoveryScope, name: string): Description {
  const type = scope.resourceTypes.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (!type) throw ScimError.notFound(`Resource type ${quote(name)} not found.`);
  return describe(scope, type);
}

function describe({ baseUrl }: DiscoveryScope, type: ResourceType): Description {
  return locate(describeResourceType(type), 'ResourceType', `${baseUrl}/ResourceTypes/${type.name}`);
}
