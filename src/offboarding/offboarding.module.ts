import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { HooksModule } from '../hooks/hooks.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { EndedConnectionRepository } from './ended-connection.repository.js';
import { ErasureService } from './erasure.service.js';
import { OffboardingAtStart } from './offboarding-at-start.js';
import { OffboardingBatches } from './offboarding-batches.js';
import { OffboardingPlanRepository } from './offboarding-plan.repository.js';
import { OffboardingPlansService } from './offboarding-plans.service.js';
import { OffboardingRunRepository } from './offboarding-run.repository.js';
import { OffboardingRuns } from './offboarding-runs.js';
import { OffboardingService } from './offboarding.service.js';
import { OffboardingSteps } from './offboarding-steps.js';
import { PersonExportService } from './person-export.service.js';
import { PersonRecordsRepository } from './person-records.repository.js';

/** Ending and erasing: a connection goes, a person goes, and what is kept about somebody is handed out. */
@Module({
  imports: [TenantsModule, AuditModule, HooksModule],
  providers: [
    OffboardingService,
    OffboardingPlansService,
    OffboardingRuns,
    OffboardingBatches,
    OffboardingSteps,
    OffboardingAtStart,
    OffboardingRunRepository,
    OffboardingPlanRepository,
    EndedConnectionRepository,
    ErasureService,
    PersonExportService,
    PersonRecordsRepository,
  ],
  exports: [OffboardingService, OffboardingPlansService, ErasureService, PersonExportService],
})
export class OffboardingModule {}
