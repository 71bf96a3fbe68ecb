import type { AttributePath } from './attribute-path.js';

/**
 * The canonical spelling of a path without its filter: `userName`, `emails.value`,
 * `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value`.
 */
export function pathKey({ extension, attribute, subAttribute }: AttributePath): string {
  const name = [attribute?.name, subAttribute?.name].filter((part) => part !== undefined).join('.');
  return [extension, name].filter(Boolean).join(':');
}
