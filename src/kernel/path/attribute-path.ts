import type { Attribute } from '../schema/attribute.js';
import type { Filter } from '../filter/filter.js';

/** A path that the schema knows: `urn:attr.sub`, `attr[filter].sub` (RFC 7644 §3.5.2, figure 7). */
export interface AttributePath {
  /** URN of the extension the attribute belongs to; absent for core and common attributes. */
  readonly extension?: string;
  /** Absent only for a path that is an extension's URN and nothing else. */
  readonly attribute?: Attribute;
  /** Of a multi-valued attribute: which elements. Its paths are relative to the element. */
  readonly filter?: Filter;
  readonly subAttribute?: Attribute;
}
