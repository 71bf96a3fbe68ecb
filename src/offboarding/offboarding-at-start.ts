import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type InboundScimSettings, OWNER_DATA_SOURCE, SETTINGS } from '../inbound-scim.settings.js';
import { RunsAtStart } from '../runs/runs-at-start.js';
import { OffboardingRuns } from './offboarding-runs.js';

/** Endings that another process left unfinished. */
@Injectable()
export class OffboardingAtStart extends RunsAtStart {
  constructor(
    @Inject(OWNER_DATA_SOURCE) owner: DataSource,
    @Inject(SETTINGS) settings: InboundScimSettings,
    runs: OffboardingRuns,
  ) {
    super(owner, settings, runs);
  }
}
