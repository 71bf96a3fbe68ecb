import type { AttributePath } from '../path/attribute-path.js';

export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** The literals of RFC 7644 §3.4.2.2, after unescaping. */
export type FilterValue = string | number | boolean | null;

/**
 * RFC 7644 §3.4.2.2, resolved against a resource type and checked: each comparison is one its attribute allows.
 * Closed: every `switch` answers each kind. A bare multi-valued complex attribute has become its `value`, and
 * `emails[type eq "work"].value eq "x"` (Entra, E-04) an `element` that matches both.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'comparison';
      readonly path: AttributePath;
      readonly operator: ComparisonOperator;
      readonly value: FilterValue;
    }
  /** Some element of a multi-valued attribute matches; paths in `filter` are sub-attributes of it. */
  | { readonly kind: 'element'; readonly path: AttributePath; readonly filter: Filter };
