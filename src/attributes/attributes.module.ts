import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { HooksModule } from '../hooks/hooks.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AttributePreviewService } from './attribute-preview.service.js';
import { AttributeRunRepository } from './attribute-run.repository.js';
import { AttributeRunsService } from './attribute-runs.service.js';
import { AttributeValuesService } from './attribute-values.service.js';
import { AttributesService } from './attributes.service.js';
import { PersonFieldRepository } from './person-field.repository.js';
import { RunBatches } from './run-batches.js';
import { RunsAtStart } from './runs-at-start.js';

/** What a tenant keeps of its people: settings, what they would do, and doing it for everybody at once. */
@Module({
  imports: [TenantsModule, AuditModule, HooksModule],
  providers: [
    AttributesService,
    AttributePreviewService,
    AttributeValuesService,
    AttributeRunsService,
    RunBatches,
    RunsAtStart,
    AttributeRunRepository,
    PersonFieldRepository,
  ],
  exports: [AttributesService, AttributePreviewService, AttributeValuesService],
})
export class AttributesModule {}
