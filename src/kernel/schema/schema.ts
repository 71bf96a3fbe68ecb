import type { Attribute } from './attribute.js';

/** RFC 7643 §7. */
export interface Schema {
  /** The URN in its canonical spelling. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** RFC 7643 §6, with its schemas at hand: all that the engines need to know of a kind of resource. */
export interface ResourceType {
  readonly name: 'User' | 'Group';
  readonly endpoint: '/Users' | '/Groups';
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly SchemaExtension[];
  /** Whether stored resources may have values that these schemas do not know: they are kept, and not shown. */
  readonly keepsHidden?: boolean;
}

export interface SchemaExtension {
  readonly schema: Schema;
  readonly required: boolean;
}
