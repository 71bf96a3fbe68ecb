import { ScimError } from '../error/scim-error.js';
import type { AttributePath } from '../path/attribute-path.js';
import { pathKey } from '../path/path-key.js';
import type { Attribute } from '../schema/attribute.js';
import type { ColumnRule, FilterColumns } from './filter-columns.js';
import { sql, type SqlFragment } from './fragment.js';

/** What the paths of a filter begin at. */
export type SqlScope =
  | { readonly kind: 'resource'; readonly columns: FilterColumns }
  /** One element of a list in the document. The list's own attribute stands for a simple element itself. */
  | {
      readonly kind: 'element';
      readonly value: SqlFragment;
      readonly attribute: Attribute | undefined;
      readonly depth: number;
    }
  /** One row of a relation. */
  | { readonly kind: 'row'; readonly name: string; readonly columns: ReadonlyMap<string, ColumnRule> };

/** A value of the document, as jsonb and as text. */
export interface JsonOperand {
  readonly kind: 'json';
  readonly json: SqlFragment;
  readonly text: SqlFragment;
}

/** The column where the scope keeps a path's value, or its place in the document. */
export function findOperand(scope: SqlScope, path: AttributePath): ColumnRule | JsonOperand {
  return findColumn(scope, path) ?? findJson(scope, path);
}

/**
 * The place of a path in the document, whatever columns there are.
 * @throws ScimError invalidFilter in a relation, which has none
 */
export function findJson(scope: SqlScope, path: AttributePath): JsonOperand {
  if (scope.kind === 'row') throw ScimError.invalidFilter(`"${scope.name}.${pathKey(path)}" cannot be asked for.`);
  if (scope.kind === 'resource') return stepInto(scope.columns.document, path);
  return path.attribute === scope.attribute ? whole(scope.value) : stepInto(scope.value, path);
}

/** The attribute whose type and case count: the sub-attribute, if there is one. */
export function leafOf({ attribute, subAttribute }: AttributePath): Attribute | undefined {
  return subAttribute ?? attribute;
}

function findColumn(scope: SqlScope, path: AttributePath): ColumnRule | undefined {
  if (scope.kind === 'element') return undefined;
  const columns = scope.kind === 'row' ? scope.columns : scope.columns.compare;
  return columns.get(pathKey(path));
}

/** Names are parameters, since those of an extension come from a tenant. */
function stepInto(json: SqlFragment, { extension, attribute, subAttribute }: AttributePath): JsonOperand {
  const steps = [extension, attribute?.name, subAttribute?.name].filter((step) => step !== undefined);
  const last = steps.pop();
  if (last === undefined) return whole(json);
  const owner = steps.reduce((outer, step) => sql`(${outer} -> ${step}::text)`, json);
  return { kind: 'json', json: sql`(${owner} -> ${last}::text)`, text: sql`(${owner} ->> ${last}::text)` };
}

function whole(json: SqlFragment): JsonOperand {
  return { kind: 'json', json, text: sql`(${json} #>> '{}')` };
}
