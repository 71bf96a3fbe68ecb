export const ATTRIBUTE_CATEGORIES = ['name', 'contact', 'professional', 'location', 'profile'] as const;
export type AttributeCategory = (typeof ATTRIBUTE_CATEGORIES)[number];

/** `reference` is a person of the directory: `manager`. */
export type CanonicalType = 'string' | 'boolean' | 'integer' | 'reference';

/** Who may overwrite whom: with `administrator`, an administrator's value stays until an administrator clears it. */
export type Authority = 'identity_provider' | 'administrator';

/** One canonical field and how it is filled. */
export interface AttributeSetting {
  readonly key: string;
  readonly category: AttributeCategory;
  readonly type: CanonicalType;
  /** In characters. */
  readonly maxLength: number;
  /** A SCIM attribute path, evaluated on the received resource; null: nothing is received for it. */
  readonly source: string | null;
  /** The tenant keeps this field. */
  readonly enabled: boolean;
  /** The received value is copied into the field, in the transaction that receives it. */
  readonly mirror: boolean;
  /** Its absence is reported on the user. */
  readonly required: boolean;
  readonly authority: Authority;
  /** Added by the tenant, not of the catalogue. */
  readonly custom: boolean;
}
