import type { Head } from '../audit/checkpoint.js';
import { headText } from '../audit/heads.js';
import type { Verdict } from '../audit/verify-log.js';
import type { AuditVerdictDto } from './dto/audit-log.dto.js';

/** A verdict as it is shown. */
export function verdictOf({ head, ...verdict }: Verdict): AuditVerdictDto {
  return { ...verdict, head: head && headText(head) };
}

/** The head that the DTO has let in. */
export function headOf(text: string | undefined): Head | undefined {
  const [sequence, seal] = text?.split(':') ?? [];
  return sequence === undefined || seal === undefined
    ? undefined
    : { sequence: Number(sequence), seal: Buffer.from(seal, 'hex') };
}
