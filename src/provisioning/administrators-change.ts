/** The value of a canonical field. */
export type FieldValue = string | number | boolean;

/** Values of an administrator's own; null clears one, and lets in again what was received. */
export type FieldValues = Readonly<Record<string, FieldValue | null>>;

/** What an administrator wants of a person; what is absent stays. */
export interface AdministratorsChange {
  readonly attributes?: FieldValues;
  readonly protected?: boolean;
  /** True: kept out whatever identity providers say; false: that word is taken back. */
  readonly deactivated?: boolean;
}
