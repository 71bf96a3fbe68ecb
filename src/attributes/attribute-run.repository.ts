import { Injectable } from '@nestjs/common';
import { KeptRuns } from '../runs/kept-runs.js';
import { type AttributeRun, NO_PROGRESS, RUN_KINDS, type RunKind, type RunProgress } from './attribute-run.js';

/** Runs on the fields of a tenant, and where they are. */
@Injectable()
export class AttributeRunRepository extends KeptRuns<RunKind, Pick<AttributeRun, 'key'>, RunProgress> {
  constructor() {
    super(RUN_KINDS, NO_PROGRESS);
  }
}
