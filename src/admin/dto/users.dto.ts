import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsString, IsUUID, MaxLength, ValidateBy } from 'class-validator';
import type { ShownValue } from '../../directory/directory-user-view.js';
import { emailKey, MAX_EMAIL_LENGTH } from '../../kernel/text/email-key.js';
import type { JsonValue } from '../../kernel/resource/resource.js';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';
import { PageQueryDto } from './page-query.dto.js';

const STATUSES = ['active', 'deactivated', 'held'] as const;

/** The body as it came: which keys fit, the tenant's settings say. */
function AsGiven(): PropertyDecorator {
  return Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]);
}

function IsAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'isAddress',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && emailKey(value) !== undefined,
      defaultMessage: () => 'email must be an address like "ana@example.com"',
    },
  });
}

/** Which people are wanted; every given condition holds. */
export class UserQueryDto extends PageQueryDto {
  /** In any case. */
  @Optional()
  @IsAddress()
  email?: string;

  /** Who may enter, is kept out, or is held by a conflict. */
  @Optional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  /** Known by this identity provider, whether or not it has deleted them. */
  @Optional()
  @IsUUID('loose', { message: 'identityProviderId must be a UUID' })
  identityProviderId?: string;

  /** Beginning of an address, of a userName, or of a given, family or display name, in any case. */
  @Optional()
  @IsStorableText()
  @MaxLength(MAX_EMAIL_LENGTH)
  q?: string;
}

const FIELDS: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true },
  example: { jobTitle: 'Lead', department: null },
};

/** A person whom no identity provider knows yet. */
export class CreateUserDto {
  /**
   * The first push of this address finds the person, as far as its identity provider may claim it.
   * @example "ana@example.com"
   */
  @IsStorableText()
  @IsAddress()
  email: string;

  /** Values of the fields that the tenant keeps, by key. A `manager` is the id of a directory user. */
  @ApiPropertyOptional(FIELDS)
  @Optional()
  @AsGiven()
  @IsObject()
  attributes?: Record<string, unknown>;

  /** Never deactivated, taken over or given another address by SCIM. An owner's decision. */
  @Optional()
  @IsBoolean()
  protected?: boolean;
}

/** What is left out stays. */
export class UpdateUserDto {
  /**
   * An administrator's own values, by key; null clears one and lets in again what was received. Where identity providers have the last word on
   * a field (`authority`), the next push that changes the person replaces the value.
   */
  @ApiPropertyOptional(FIELDS)
  @Optional()
  @AsGiven()
  @IsObject()
  attributes?: Record<string, unknown>;

  /** Never deactivated, taken over or given another address by SCIM. An owner's decision. */
  @Optional()
  @IsBoolean()
  protected?: boolean;
}

/** Says once more whom an erasure is about. */
export class EraseUserDto {
  /** The person's address; of one without any, their id. */
  @IsString()
  @MaxLength(MAX_EMAIL_LENGTH)
  confirm: string;
}

/** A canonical field. */
export class UserAttributeDto {
  /** Of a `manager` the id of the directory user where `resolved`, else what was received. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] })
  value: string | number | boolean;
  /** Who set it. */
  @ApiProperty({ enum: ['identity_provider', 'administrator', 'host'] })
  provenance: ShownValue['provenance'];
  identityProviderId?: string;
  updatedAt: string;
  /** Of a reference: whether the one it means is here. */
  resolved?: boolean;
}

/** One value that an identity provider sent. */
export class ReceivedValueDto {
  /** @example "name.familyName" */
  source: string;
  @ApiProperty({ description: 'Any JSON.' })
  value: JsonValue;
  /** The canonical field with this source. */
  key?: string;
  /** Whether that field has this value from here. */
  mirrored: boolean;
}

/** What one identity provider says of a person. */
export class UserConnectionDto {
  identityProviderId: string;
  scimUserId: string;
  externalId: string | null;
  userName: string | null;
  active: boolean;
  /** By the identity provider; the person stays linked until it is off-boarded. */
  deleted: boolean;
  @ApiProperty({ type: [ReceivedValueDto] })
  received: readonly ReceivedValueDto[];
  lastReceivedAt: Date;
}

/** A person of the tenant's directory. */
export class UserDto {
  id: string;
  email: string | null;
  /** `held`: kept out until an administrator settles a conflict about the address. */
  status: 'active' | 'deactivated' | 'held';
  deactivatedBy?: 'identity_provider' | 'administrator';
  /** All that keeps the person out, in words; null for who may enter. */
  statusReason: string | null;
  protected: boolean;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/UserAttributeDto' } })
  attributes: Readonly<Record<string, UserAttributeDto>>;
  /** Fields that the tenant requires and that have no value. */
  @ApiProperty({ type: [String] })
  missingAttributes: readonly string[];
  @ApiProperty({ type: [UserConnectionDto] })
  connections: readonly UserConnectionDto[];
  createdAt: Date;
  updatedAt: Date;
}

/** People, newest first. */
export class UserPageDto {
  items: UserDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
