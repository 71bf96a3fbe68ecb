import type { ComparisonOperator, FilterValue } from '../filter/filter.js';
import type { Attribute } from '../schema/attribute.js';

/** What a value is held against; null is a question of presence and never comes here. */
export interface ComparisonTest {
  readonly operator: ComparisonOperator;
  readonly value: NonNullable<FilterValue>;
  /** Whose type and case count. */
  readonly attribute: Attribute;
}
