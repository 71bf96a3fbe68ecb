import { Module } from '@nestjs/common';
import { AuditSearch } from './audit-search.js';
import { AuditService } from './audit.service.js';

/** The event log: what is written with every change, and what is read of it. */
@Module({ providers: [AuditService, AuditSearch], exports: [AuditService, AuditSearch] })
export class AuditModule {}
