import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { MaintenanceService } from './maintenance.service.js';

/** What has to be done now and then, outside of every request. */
@Module({ imports: [AuditModule], providers: [MaintenanceService], exports: [MaintenanceService] })
export class MaintenanceModule {}
