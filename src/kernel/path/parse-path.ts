import { ScimError } from '../error/scim-error.js';
import { parseBracket } from '../filter/parse-expression.js';
import { TokenReader } from '../filter/token-reader.js';
import type { Token } from '../filter/tokenize.js';
import type { Tolerance } from '../resource/tolerance.js';
import type { ResourceType } from '../schema/schema.js';
import { quote } from '../text/quote.js';
import type { AttributePath } from './attribute-path.js';
import { findElementAttribute } from './element-attribute.js';
import { pathKey } from './path-key.js';
import { isUnknown, type ParsedPath } from './parsed-path.js';
import { resolveBeside } from './resolve-beside.js';

/** Characters of a path. */
export const MAX_PATH_LENGTH = 1024;

/**
 * A path of RFC 7644 §3.5.2, figure 7: `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, each with or without the
 * URN of its schema, in any case; or the URN of an extension alone. What no schema knows is answered as such. A name that
 * only a type of `beside` knows stands where this one keeps nothing.
 * @throws ScimError invalidPath for what is no path: a bracket left open, a filter on one value, a bad filter, too long
 */
export function parsePath(
  type: ResourceType,
  text: string,
  tolerance: Tolerance,
  beside: readonly ResourceType[] = [],
): ParsedPath {
  if (text.length > MAX_PATH_LENGTH) {
    throw ScimError.invalidPath(`A path may have ${MAX_PATH_LENGTH} characters at most.`);
  }
  const reader = new TokenReader(text, tolerance.limits, (detail) => ScimError.invalidPath(detail));
  const name = reader.expect('word', 'an attribute name');
  const known = resolveBeside(type, beside, name.text);
  if (isUnknown(known) && !isName(name.text)) throw reader.unexpected(name, 'an attribute name');
  const path = reader.peek().kind === '[' ? parseElements({ reader, tolerance }, name, known) : known;
  reader.expect('end', 'the end of the path');
  return isUnknown(path) ? { place: reader.placeOf(name), ...path } : path;
}

interface PathInput {
  readonly reader: TokenReader;
  readonly tolerance: Tolerance;
}

function parseElements({ reader, tolerance }: PathInput, name: Token, path: ParsedPath): ParsedPath {
  if (isUnknown(path)) {
    skipElements(reader);
    return path;
  }
  const { attribute, subAttribute } = path;
  if (!attribute?.multiValued || subAttribute) {
    throw reader.wrong(name, `There are no elements to choose with "[…]" in ${quote(name.text)}`);
  }
  const { filter, bracket } = parseBracket({ reader, tolerance, scope: { kind: 'element', attribute } });
  const behind = reader.subAttributeBehind(bracket);
  if (!behind) return { filter, ...path };
  const elements = { filter, ...path, attribute };
  const unknown = `${pathKey(elements)}.${behind.text}`;
  return withSubAttribute(elements, behind.text) ?? { unknown, place: reader.placeOf(behind) };
}

function withSubAttribute(elements: ElementsPath, name: string): AttributePath | undefined {
  const subAttribute = findElementAttribute(elements.attribute, name);
  if (subAttribute === elements.attribute) return elements;
  return subAttribute && { subAttribute, ...elements };
}

type ElementsPath = AttributePath & Required<Pick<AttributePath, 'attribute'>>;

/** The filter of an unknown attribute cannot be judged, but it must end. */
function skipElements(reader: TokenReader): void {
  const open = reader.next();
  while (![']', 'end'].includes(reader.peek().kind)) reader.next();
  const bracket = reader.expect(']', `a "]" for the "[" that opens ${reader.placeOf(open)}`);
  reader.subAttributeBehind(bracket);
}

/** Whether something could be called so; what precedes the last colon is a URN that nobody registered. */
function isName(text: string): boolean {
  const name = text.slice(text.lastIndexOf(':') + 1);
  return name.split('.').every((part) => NAME.test(part));
}

/** RFC 7643 §2.1, and first characters that it does not allow: such a name is unknown, not malformed. */
const NAME = /^[\w$-]+$/;
