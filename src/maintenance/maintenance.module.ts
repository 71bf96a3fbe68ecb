import { Module } from '@nestjs/common';
import { MaintenanceService } from './maintenance.service.js';

/** What has to be done now and then, outside of every request. */
@Module({ providers: [MaintenanceService], exports: [MaintenanceService] })
export class MaintenanceModule {}
