import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { HooksModule } from '../hooks/hooks.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AttributePreviewService } from './attribute-preview.service.js';
import { AttributeRunRepository } from './attribute-run.repository.js';
import { AttributeRunsAtStart } from './attribute-runs-at-start.js';
import { AttributeRunsService } from './attribute-runs.service.js';
import { AttributeValuesService } from './attribute-values.service.js';
import { AttributesService } from './attributes.service.js';
import { PersonFieldRepository } from './person-field.repository.js';
import { RunBatches } from './run-batches.js';

/** What a tenant keeps of its people: settings, what they would do, and doing it for everybody at once. */
@Module({
  imports: [TenantsModule, AuditModule, HooksModule],
  providers: [
    AttributesService,
    AttributePreviewService,
    AttributeValuesService,
    AttributeRunsService,
    RunBatches,
    AttributeRunsAtStart,
    AttributeRunRepository,
    PersonFieldRepository,
  ],
  exports: [AttributesService, AttributePreviewService, AttributeValuesService],
})
export class AttributesModule {}
