import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ATTRIBUTE_CATEGORIES } from '../../attributes/attribute-setting.js';
import { MAX_VALUE_LENGTH } from '../../attributes/check-setting.js';
import { MAX_PATH_LENGTH } from '../../kernel/path/parse-path.js';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';

const TYPES = ['string', 'boolean', 'integer', 'reference'] as const;
const AUTHORITIES = ['identity_provider', 'administrator'] as const;

/** What is left out stays. A key that is not of the catalogue is made, and needs `category`, `type` and `maxLength`. */
export class PutAttributeDto {
  /** The tenant keeps this field. A new key starts with true. */
  @Optional()
  @IsBoolean()
  enabled?: boolean;

  /** The received value is copied into the field, from now on; see `backfill` for what was received before. */
  @Optional()
  @IsBoolean()
  mirror?: boolean;

  /** Its absence is reported on the user. */
  @Optional()
  @IsBoolean()
  required?: boolean;

  /**
   * A SCIM attribute path that one identity provider of the tenant knows, at least; null: nothing is received for the field.
   * @example "phoneNumbers[type eq \"mobile\"].value"
   */
  @IsOptional()
  @IsStorableText()
  @MaxLength(MAX_PATH_LENGTH)
  source?: string | null;

  /** With `administrator`, an administrator's value stays until an administrator clears it. */
  @Optional()
  @IsIn(AUTHORITIES)
  authority?: 'identity_provider' | 'administrator';

  @Optional()
  @IsIn(ATTRIBUTE_CATEGORIES)
  category?: 'name' | 'contact' | 'professional' | 'location' | 'profile';

  /** Never changes. `reference` is a person: what is received is the SCIM `id` of a user. */
  @Optional()
  @IsIn(TYPES)
  type?: 'string' | 'boolean' | 'integer' | 'reference';

  /** Of the value, in characters; a longer one is not mirrored. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(MAX_VALUE_LENGTH)
  maxLength?: number;
}

/** A change that is only tried. */
export class PreviewAttributeDto extends PutAttributeDto {
  /** @example "department" */
  @IsString()
  key: string;
}

/** A field of the directory and how it is filled. */
export class AttributeDto {
  key: string;
  category: 'name' | 'contact' | 'professional' | 'location' | 'profile';
  type: 'string' | 'boolean' | 'integer' | 'reference';
  maxLength: number;
  source: string | null;
  enabled: boolean;
  mirror: boolean;
  required: boolean;
  authority: 'identity_provider' | 'administrator';
  /** A key of the tenant's own. */
  custom: boolean;
  /** Null: as the catalogue has it. */
  updatedAt: Date | null;
}

/** All of them: the catalogue, then the tenant's own keys. */
export class AttributePageDto {
  items: AttributeDto[];
  /** Always null: the list is one page. */
  nextCursor: string | null;
}

/** One user whose field would become different. */
export class PreviewExampleDto {
  userId: string;
  email: string | null;
  from: string | number | boolean | null;
  to: string | number | boolean | null;
}

/** What a backfill would do under the setting that was tried. */
export class AttributePreviewDto {
  key: string;
  /** Users who were looked at: all of the tenant. */
  users: number;
  /** Those whose field would become different. */
  changes: number;
  /** The first of them, 10 at most. */
  examples: PreviewExampleDto[];
}

/** What a backfill or scrub did. */
export class ChangedValuesDto {
  key: string;
  /** Users whose field was written. */
  changed: number;
}
