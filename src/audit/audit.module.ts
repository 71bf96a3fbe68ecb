import { Module } from '@nestjs/common';
import { AuditRetention } from './audit-retention.js';
import { AuditSealer } from './audit-sealer.js';
import { AuditSearch } from './audit-search.js';
import { AuditTrail } from './audit-trail.js';
import { AuditVerifier } from './audit-verifier.js';
import { AuditService } from './audit.service.js';
import { Heads } from './heads.js';

const SERVICES = [AuditService, AuditSearch, AuditTrail, AuditVerifier, AuditSealer, AuditRetention, Heads];

/** The event log: what is written with every change, what is read of it, and what proves it. */
@Module({ providers: SERVICES, exports: SERVICES })
export class AuditModule {}
