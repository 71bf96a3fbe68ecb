import { IsBoolean } from 'class-validator';
import { IsSwitch } from './is-switch.js';
import { Optional } from './optional.js';
import { PageQueryDto } from './page-query.dto.js';

/** Which members are wanted. */
export class GroupMemberQueryDto extends PageQueryDto {
  /** The users in the group and in all groups in it. */
  @Optional()
  @IsSwitch()
  effective?: boolean;

  /** The values that have not proven to be somebody yet; not together with `effective`. */
  @Optional()
  @IsSwitch()
  pending?: boolean;
}

/** What SCIM may do to a group. */
export class ProtectGroupDto {
  /** True: SCIM cannot change its `externalId`. An owner's decision. */
  @IsBoolean()
  protected: boolean;
}

/** A received group. */
export class GroupDto {
  id: string;
  identityProviderId: string;
  externalId: string | null;
  displayName: string | null;
  protected: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** Groups, newest first. */
export class GroupPageDto {
  items: GroupDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Somebody in a group; a pending one has `value` and `since` alone. */
export class GroupMemberDto {
  kind?: 'User' | 'Group';
  id?: string;
  externalId?: string | null;
  displayName?: string | null;
  /** Of a user. */
  directoryUserId?: string | null;
  /** Whether the group itself names them, and not only a group in it. */
  direct?: boolean;
  /** What was pushed. */
  value?: string;
  since?: Date;
}

/** Members, in the order of their ids; pending ones by how long they wait. */
export class GroupMemberPageDto {
  items: GroupMemberDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
