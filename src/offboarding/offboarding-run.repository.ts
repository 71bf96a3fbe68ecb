import { Injectable } from '@nestjs/common';
import { KeptRuns } from '../runs/kept-runs.js';
import { OFFBOARDING } from '../tenants/assert-not-ending.js';
import { type EndedConnection, NO_PROGRESS, type OffboardingProgress } from './offboarding-run.js';

/** The runs that end connections, and where they are. */
@Injectable()
export class OffboardingRunRepository extends KeptRuns<typeof OFFBOARDING, EndedConnection, OffboardingProgress> {
  constructor() {
    super([OFFBOARDING], NO_PROGRESS);
  }
}
