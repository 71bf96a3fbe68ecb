import type { FilterColumns } from '../kernel/sql/filter-columns.js';
import type { ScimContext } from '../scim-context.js';
import type { SqlFragment } from '../kernel/sql/fragment.js';

/** How one kind of resource lies in its table, whose alias is `r`: all that reading and searching need to know. */
export interface ResourceTable {
  readonly name: 'users' | 'groups';
  readonly endpoint: '/Users' | '/Groups';
  readonly table: SqlFragment;
  /** What of it is visible, beyond tenant and identity provider. */
  readonly visible: SqlFragment;
  /** Where filters and orders find what they ask for, of one tenant under one base URL. */
  columnsOf(asked: Pick<ScimContext, 'tenantId' | 'baseUrl'>): FilterColumns;
  /** What at most one visible resource has, by `pathKey`: a search for it needs no count and no order. */
  readonly unique: ReadonlyMap<string, UniqueColumn>;
  /** The attribute that is derived from memberships. */
  readonly derives: 'groups' | 'members';
  /** The derived attribute of the resource with this id, as JSON text; tenant and base URL are values or SQL. */
  derived(id: SqlFragment, tenantId: unknown, baseUrl: unknown): SqlFragment;
}

export interface UniqueColumn {
  readonly column: SqlFragment;
  readonly type: 'uuid' | 'text';
  /** What the column holds for a value that is asked for; undefined: nobody has it. */
  keyOf(value: string): string | undefined;
}
