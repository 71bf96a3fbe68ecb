import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { FATES } from '../../offboarding/offboarding-run.js';
import { IsSwitch } from './is-switch.js';
import { Optional } from './optional.js';

/** How an identity provider is ended. */
export class OffboardQueryDto {
  /** What becomes of people whom no other identity provider knows; protected ones are kept. */
  @Optional()
  @IsIn(FATES)
  users?: 'keep' | 'deactivate' = 'keep';

  /** Whether values that it put into canonical fields are cleared. */
  @Optional()
  @IsSwitch()
  scrub?: boolean = false;
}

/** How far an ending is. */
export class OffboardingDto {
  id: string;
  identityProviderId: string;
  users: 'keep' | 'deactivate';
  scrub: boolean;
  state: 'running' | 'done';
  /** Received users, deleted ones included. */
  removedUsers: number;
  removedGroups: number;
  /** People who are kept out from now on. */
  deactivatedUsers: number;
  scrubbedValues: number;
}

/** What ending an identity provider would do. */
export class OffboardingPlanDto {
  identityProviderId: string;
  name: string;
  /** Received users that would be removed, deleted ones included. */
  receivedUsers: number;
  /** People who are linked to them. */
  users: number;
  /** Of these, people whom no other identity provider has sent. */
  usersKnownOnlyHere: number;
  /** Of these, people whom `users=deactivate` would keep out. */
  usersToDeactivate: number;
  groups: number;
  /** Canonical values that `scrub=true` would clear, by key. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  mirroredValues: Readonly<Record<string, number>>;
  openConflicts: number;
  liveTokens: number;
  /** Where it is being ended already. */
  @ApiProperty({ type: OffboardingDto, nullable: true })
  run: OffboardingDto | null;
}
