import type { SqlFragment } from './fragment.js';

/**
 * Where a feature's table keeps what is asked for. Whatever is neither in `compare` nor in `relations` is looked up in
 * the document, so both must name all that the document does not hold: `id`, `meta` and its sub-attributes, `members`, `groups`.
 */
export interface FilterColumns {
  /** The column of type jsonb that holds the canonical resource. */
  readonly document: SqlFragment;
  /** Columns beside it by `pathKey`: `userName`, `meta.created`, `emails.value`; for `meta pr` also `meta`. */
  readonly compare: ReadonlyMap<string, ColumnRule>;
  /** Multi-valued attributes that are rows of another table, by `pathKey`: `members`, `groups`. */
  readonly relations: ReadonlyMap<string, RelationRule>;
}

/** A column and what is in it; `eq` becomes a bare comparison with it, which an index serves. */
export interface ColumnRule {
  readonly kind:
    | 'text-exact'
    /** Holds the `fold` of the value. */
    | 'text-folded'
    | 'boolean'
    /** `timestamptz` */
    | 'instant'
    /** A value that is no UUID equals none. */
    | 'uuid'
    /** `text[]` with the `fold` of one sub-attribute of every element; `eq` is containment, for a GIN index. */
    | 'folded-array';
  /** A column or an expression in parentheses. */
  readonly column: SqlFragment;
  /** The condition of `eq` where an index serves another one than the comparison with the column. */
  readonly equals?: (value: SqlFragment) => SqlFragment;
  /** For values that may be longer than an index row: what of column and value the index holds; `eq` then compares both. */
  readonly indexed?: { readonly column: SqlFragment; readonly of: (value: SqlFragment) => SqlFragment };
}

export interface RelationRule {
  /** Whether a row of the resource's exists that meets the condition, which speaks of `columns`. */
  readonly exists: (condition: SqlFragment) => SqlFragment;
  /** By the name of the sub-attribute; what is not here cannot be asked for. */
  readonly columns: ReadonlyMap<string, ColumnRule>;
}
