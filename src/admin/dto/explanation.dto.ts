import { ApiProperty } from '@nestjs/swagger';
import type { AuditEventType } from '../../audit/audit-event.js';
import { AuditActorDto } from './audit-events.dto.js';

/** An event, as far as it tells who did something and when. */
export class TraceDto {
  id: string;
  /** @example "scim_user_updated" */
  type: AuditEventType;
  occurredAt: Date;
  identityProviderId: string | null;
  actor: AuditActorDto;
  requestId: string;
}

/** Why something is as it is. */
export class ExplainedDto {
  /** In words. */
  because: string;
  /** By which event; null where the event log does not reach back so far. */
  @ApiProperty({ type: TraceDto, nullable: true })
  event: TraceDto | null;
  /** What currently keeps a change from taking effect, in words. */
  @ApiProperty({ type: [String] })
  prevents: readonly string[];
}

/** Something that keeps a person out. */
export class HoldDto {
  kind: 'administrator' | 'conflict' | 'identity_provider';
  identityProviderId?: string;
  reason: string;
  /** What lifts it, in words. */
  remedy: string;
}

export class ExplainedStatusDto extends ExplainedDto {
  value: 'active' | 'deactivated' | 'held';
  setBy: 'identity_provider' | 'administrator' | 'host' | 'conflict';
  identityProviderId?: string;
  @ApiProperty({ type: [HoldDto] })
  holds: readonly HoldDto[];
}

export class ExplainedEmailDto extends ExplainedDto {
  value: string | null;
  identityProviderId?: string;
}

export class ExplainedAttributeDto extends ExplainedDto {
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true })
  value: string | number | boolean | null;
  @ApiProperty({ enum: ['identity_provider', 'administrator', 'host'], nullable: true })
  setBy: 'identity_provider' | 'administrator' | 'host' | null;
  identityProviderId?: string;
  updatedAt?: string;
}

/** An open conflict that the person is a party of. */
export class ExplainedConflictDto {
  id: string;
  kind: string;
  attribute: string;
}

/** Who set what of a person, by which event, and what stands in the way of a change. */
export class ExplanationDto {
  id: string;
  /**
   * Whether the person may enter, why, since when and by whom, and what would change it: one text for people.
   * @example "ana@corp.example is active. The identity provider \"Entra\" leads for the person, and says that they are active. Told by the event scim_user_received of the token \"Entra\" at 2026-01-01T08:00:00.000Z."
   */
  summary: string;
  protected: boolean;
  status: ExplainedStatusDto;
  email: ExplainedEmailDto;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/ExplainedAttributeDto' } })
  attributes: Readonly<Record<string, ExplainedAttributeDto>>;
  @ApiProperty({ type: [ExplainedConflictDto] })
  conflicts: readonly ExplainedConflictDto[];
}
