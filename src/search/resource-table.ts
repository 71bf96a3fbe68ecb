import type { FilterColumns } from '../kernel/sql/filter-columns.js';
import type { SqlFragment } from '../kernel/sql/fragment.js';

/** How one kind of resource lies in its table, whose alias is `r`: all that reading and searching need to know. */
export interface ResourceTable {
  readonly table: SqlFragment;
  /** What of it is visible, beyond tenant and identity provider. */
  readonly visible: SqlFragment;
  readonly columns: FilterColumns;
  /** Paths whose values are unique among visible resources, by `pathKey`: a search for one needs no count. */
  readonly unique: ReadonlySet<string>;
  /** The derived attribute of the resource with this id, as JSON text. */
  derived(id: SqlFragment, tenantId: string, baseUrl: string): SqlFragment;
}
