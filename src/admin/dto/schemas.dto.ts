import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MAX_ATTRIBUTES } from '../../tenants/check-attributes.js';
import { MAX_URN_LENGTH } from '../../tenants/check-schema-urn.js';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';
import { MAX_NAME_LENGTH } from './tenants.dto.js';

/** In characters. */
export const MAX_DESCRIPTION_LENGTH = 1_000;
export const MAX_CANONICAL_VALUES = 200;
export const MAX_CANONICAL_VALUE_LENGTH = 256;

const SIMPLE_TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'] as const;
const TYPES = [...SIMPLE_TYPES, 'complex'] as const;
const MUTABILITIES = ['readWrite', 'readOnly', 'writeOnly', 'immutable'] as const;
const RETURNED = ['default', 'always', 'never', 'request'] as const;
const UNIQUENESS = ['none', 'server', 'global'] as const;

/** What a sub-attribute has, and an attribute too (RFC 7643 §7); what is left out has the RFC's default. */
export class SchemaSubAttributeDto {
  /** @example "badge" */
  @IsString()
  name: string;

  /** `string` without it. */
  @Optional()
  @IsIn(TYPES)
  type?: (typeof TYPES)[number];

  @Optional()
  @IsBoolean()
  multiValued?: boolean;

  @Optional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  description?: string;

  @Optional()
  @IsBoolean()
  required?: boolean;

  /** Suggestions; other values are accepted. */
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_CANONICAL_VALUES)
  @IsStorableText({ each: true })
  @MaxLength(MAX_CANONICAL_VALUE_LENGTH, { each: true })
  @ApiPropertyOptional({ type: [String] })
  canonicalValues?: readonly string[];

  @Optional()
  @IsBoolean()
  caseExact?: boolean;

  @Optional()
  @IsIn(MUTABILITIES)
  mutability?: (typeof MUTABILITIES)[number];

  @Optional()
  @IsIn(RETURNED)
  returned?: (typeof RETURNED)[number];

  /** `server` and `global`: no two resources of the identity provider have the same value. */
  @Optional()
  @IsIn(UNIQUENESS)
  uniqueness?: (typeof UNIQUENESS)[number];

  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_CANONICAL_VALUES)
  @IsStorableText({ each: true })
  @MaxLength(MAX_CANONICAL_VALUE_LENGTH, { each: true })
  @ApiPropertyOptional({ type: [String] })
  referenceTypes?: readonly string[];
}

/** An attribute (RFC 7643 §7). */
export class SchemaAttributeDto extends SchemaSubAttributeDto {
  /** Of a `complex` attribute. */
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_ATTRIBUTES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SchemaSubAttributeDto)
  @ApiPropertyOptional({ type: [SchemaSubAttributeDto] })
  subAttributes?: readonly SchemaSubAttributeDto[];
}

/** A schema of the tenant's own. */
export class PutSchemaDto {
  /** The URN of the path once more, as in a schema that is read; it may be left out. */
  @Optional()
  @IsString()
  @MaxLength(MAX_URN_LENGTH)
  id?: string;

  /** @example "Acme User" */
  @IsStorableText()
  @MaxLength(MAX_NAME_LENGTH)
  name: string;

  @Optional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION_LENGTH)
  description?: string;

  /** What it extends. */
  @IsIn(['User', 'Group'])
  resourceType: 'User' | 'Group';

  /**
   * All of them: one that is left out is dropped, and its values are kept and not shown.
   * @example [{ "name": "badge", "type": "string" }]
   */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_ATTRIBUTES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SchemaAttributeDto)
  attributes: SchemaAttributeDto[];
}

/** A schema of the tenant's own, every characteristic of its attributes present. */
export class SchemaDto {
  /** The URN. */
  id: string;
  name: string;
  description: string;
  resourceType: 'User' | 'Group';
  attributes: SchemaAttributeDto[];
  updatedAt: Date;
}

/** Schemas, by their URNs. */
export class SchemaPageDto {
  items: SchemaDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
