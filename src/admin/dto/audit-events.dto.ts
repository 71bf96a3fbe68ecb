import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsString, IsUUID, MaxLength } from 'class-validator';
import { AUDIT_EVENT_TYPES, type AuditEventType } from '../../audit/audit-event.js';
import { IsInstant } from './is-instant.js';
import { Optional } from './optional.js';
import { PageQueryDto } from './page-query.dto.js';

/** Of a target's or an actor's id or name. */
export const MAX_FILTER_LENGTH = 320;

/** Which events are wanted; every given condition holds. */
export class AuditEventQueryDto extends PageQueryDto {
  /** What it did, and what was done to it. */
  @Optional()
  @IsUUID('loose', { message: 'identityProviderId must be a UUID' })
  identityProviderId?: string;

  /** May be repeated: one of them. */
  @Optional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @ArrayMaxSize(AUDIT_EVENT_TYPES.length)
  @IsIn(AUDIT_EVENT_TYPES, { each: true, message: 'type must be a type of event' })
  type?: AuditEventType[];

  /** UUID of what it happened to, key of an attribute, or URN of a schema. */
  @Optional()
  @IsString()
  @MaxLength(MAX_FILTER_LENGTH)
  targetId?: string;

  /** Id or name of the token or admin key that did it. */
  @Optional()
  @IsString()
  @MaxLength(MAX_FILTER_LENGTH)
  actor?: string;

  /** The first moment. */
  @Optional()
  @IsInstant()
  from?: Date;

  /** The first moment that is too late. */
  @Optional()
  @IsInstant()
  to?: Date;
}

/** Who did it. */
export class AuditActorDto {
  kind: 'token' | 'admin_key' | 'host' | 'system';
  id?: string;
  name: string;
}

/** What it happened to. */
export class AuditTargetDto {
  /** @example "scim_user" */
  kind: string;
  id: string;
  externalId?: string;
  name?: string;
  directoryUserId?: string;
}

/** The other resource of a membership. */
export class AuditMemberDto {
  kind: 'User' | 'Group';
  id: string;
}

/** An event. It names; it does not tell secrets. */
export class AuditEventDto {
  id: string;
  /** @example "scim_user_received" */
  type: AuditEventType;
  occurredAt: Date;
  tenantId: string;
  identityProviderId: string | null;
  actor: AuditActorDto;
  target: AuditTargetDto;
  requestId: string;
  sourceAddress?: string;
  /** Names of attributes. */
  @ApiProperty({ type: [String] })
  changes: readonly string[];
  @ApiProperty({ type: [String] })
  warnings: readonly string[];
  /** How many an act on many changed, by what they are. */
  counts?: Record<string, number>;
  /** Of `userName`, `email`, `externalId`, `active` and `displayName` alone. */
  before?: Record<string, string | boolean>;
  after?: Record<string, string | boolean>;
  member?: AuditMemberDto;
}

/** Events, newest first. */
export class AuditEventPageDto {
  items: AuditEventDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
