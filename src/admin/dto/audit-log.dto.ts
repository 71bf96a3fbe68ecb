import { OmitType } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { AuditEventQueryDto } from './audit-events.dto.js';
import { Optional } from './optional.js';

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which events are wanted, and as what. */
export class AuditExportQueryDto extends OmitType(AuditEventQueryDto, ['limit', 'cursor'] as const) {
  /** One JSON object a line, or a table. */
  @Optional()
  @IsIn(EXPORT_FORMATS)
  format?: 'ndjson' | 'csv' = 'ndjson';
}

/** What is known of the log from elsewhere. */
export class AuditVerifyQueryDto {
  /**
   * A checkpoint that was noted, `sequence:seal`, as the service writes it into its own log. Without one, nobody can tell whether the
   * end of the event log was cut off.
   * @example "41:6f1ed002ab5595859014ebf0951522d9a8c8bba1c7e7e0c2b54f4a3c2e3d7a10"
   */
  @Optional()
  @Matches(/^[1-9]\d{0,14}:[0-9a-f]{64}$/i, { message: 'head must be sequence:seal, the seal in hexadecimal' })
  head?: string;
}

/** The first event or checkpoint that does not hold. */
export class AuditBrokenDto {
  kind: 'event' | 'checkpoint';
  /** Of the event. */
  id?: string;
  /** Of the event. */
  occurredAt?: string;
  /** Of the checkpoint. */
  sequence?: number;
  /** A sentence for people. */
  reason: string;
}

/** Whether the event log is as it was written. */
export class AuditVerdictDto {
  valid: boolean;
  /** Events that hold, up to the first that does not. */
  checked: number;
  /** Checkpoints that hold, up to the first that does not. */
  checkpoints: number;
  /** Events that no checkpoint has sealed yet, those of the last second: that one of them was removed would not be seen. */
  unsealed: number;
  /** The last checkpoint that holds, `sequence:seal`; null where there is none. */
  head: string | null;
  firstBroken?: AuditBrokenDto;
}
