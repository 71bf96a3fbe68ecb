import { elementMatcher } from '../patch/element-matcher.js';
import { isJsonObject } from '../resource/is-json-object.js';
import { isList } from '../resource/is-list.js';
import type { JsonObject, JsonValue, Resource } from '../resource/resource.js';
import type { AttributePath } from './attribute-path.js';

/**
 * The one value that a path names in a resource, or undefined: of several elements the primary one, else the first; of an element
 * without a sub-attribute named its `value`.
 */
export function readPath(resource: Resource, path: AttributePath): JsonValue | undefined {
  const owner = path.extension === undefined ? resource : resource[path.extension];
  if (!isJsonObject(owner) || !path.attribute) return undefined;
  const value = owner[path.attribute.name];
  if (isList(value)) return ofElement(choose(value, path), path);
  return path.subAttribute ? member(value, path.subAttribute.name) : value;
}

function choose(elements: readonly JsonValue[], { filter }: AttributePath): JsonValue | undefined {
  const matching = filter ? elements.filter(elementMatcher(filter)) : elements;
  return matching.find((element) => member(element, 'primary') === true) ?? matching[0];
}

function ofElement(element: JsonValue | undefined, { subAttribute }: AttributePath): JsonValue | undefined {
  return isObject(element) ? element[subAttribute?.name ?? 'value'] : element;
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value);
}
