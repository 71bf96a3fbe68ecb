import type { Tolerance } from '../resource/tolerance.js';
import type { FilterScope } from './filter-scope.js';
import type { TokenReader } from './token-reader.js';

/** What is being read, and what its names and words mean. */
export interface FilterInput {
  readonly reader: TokenReader;
  readonly scope: FilterScope;
  readonly tolerance: Tolerance;
}
