export { AdminKeysService } from './admin/admin-keys.service.js';
export { type Administrator, type AdminRole, SYSTEM } from './admin/administrator.js';
export type { Page, PageRequest } from './admin/page.js';
export { type FieldProblem, Problem } from './admin/problem.js';
export { AttributePreviewService } from './attributes/attribute-preview.service.js';
export { AttributeValuesService } from './attributes/attribute-values.service.js';
export { AttributesModule } from './attributes/attributes.module.js';
export { AttributesService } from './attributes/attributes.service.js';
export { AuditSearch } from './audit/audit-search.js';
export { AuditModule } from './audit/audit.module.js';
export { classify as classifyDatabaseError, type DatabaseFailure } from './database/database-error.js';
export { FENCE_MODES, type FenceMode } from './database/fence.js';
export type { DirectoryGroup, GroupMember } from './directory/directory-group.js';
export { DirectoryGroupsRepository } from './directory/directory-groups.repository.js';
export { DirectoryGroupsService } from './directory/directory-groups.service.js';
export type { DirectoryPerson, DirectoryResource } from './directory/directory-person.js';
export type { DirectoryUserView, PersonConnection, ShownValue } from './directory/directory-user-view.js';
export { DirectoryUsersService } from './directory/directory-users.service.js';
export { DirectoryModule } from './directory/directory.module.js';
export { PeopleRepository } from './directory/people.repository.js';
export type {
  CanonicalAttributes,
  CanonicalValue,
  LinkedResource,
  Person,
  PersonStatus,
  Provenance,
} from './directory/person.js';
export type { PersonFilter } from './directory/search-people.js';
export { BornRequestsAdapter } from './edge/born-requests.adapter.js';
export { Ctx } from './edge/ctx.decorator.js';
export { isInboundScimRoute } from './edge/guest-route.js';
export type { Rereadable } from './edge/rereadable.js';
export { ScimBody } from './edge/scim-body.decorator.js';
export { ScimExceptionFilter } from './edge/scim-exception.filter.js';
export type { ChangeListener } from './hooks/announcer.js';
export type {
  ChangedGroup,
  ChangedMember,
  ChangedUser,
  DirectoryChange,
  GroupChange,
  Happening,
  ReceivedUser,
  TenantErased,
  UserChange,
} from './hooks/directory-change.js';
export { type DirectoryHook, InboundScimHook } from './hooks/inbound-scim-hook.js';
export { HostGroups, type MembersRequest } from './host/host-groups.js';
export { type HostIdentityProvider, HostTenants, type HostTenant } from './host/host-tenants.js';
export { type HostUser, HostUsers, type NewHostUser } from './host/host-users.js';
export { InboundScim } from './host/inbound-scim.js';
export { entities } from './inbound-scim.entities.js';
export { InboundScimModule } from './inbound-scim.module.js';
export type {
  AdminGuard,
  DataSourceReference,
  HostAdministrator,
  InboundScimExtras,
  InboundScimOptions,
  TenantResolver,
} from './inbound-scim.options.js';
export type { AuditKey, RateLimit } from './inbound-scim.settings.js';
export { LIMIT_RANGES } from './problems-of-limits.js';
export { runMigrations } from './installation/run-migrations.js';
export { ScimError, type ScimType } from './kernel/error/scim-error.js';
export { DEFAULT_LIMITS, type Limits } from './kernel/limits.js';
export type { ParsedPatch } from './kernel/patch/operation.js';
export type { JsonObject, JsonValue, Received, Resource } from './kernel/resource/resource.js';
export * as migrations from './migrations/index.js';
export type { Actor, ScimContext } from './scim-context.js';
export {
  type KnownGroup,
  type ReceivedGroupKey,
  ReceivedGroupsRepository,
} from './scim-groups/received-groups.repository.js';
export { type ReceivedGroup, ScimGroupPatchPipe, ScimGroupPipe } from './scim-groups/scim-group.pipes.js';
export { ScimGroupsModule } from './scim-groups/scim-groups.module.js';
export { ScimGroupsService } from './scim-groups/scim-groups.service.js';
export {
  type KnownUser,
  type ReceivedUserKey,
  ReceivedUsersRepository,
} from './scim-users/received-users.repository.js';
export { ScimUserPatchPipe, ScimUserPipe } from './scim-users/scim-user.pipes.js';
export { ScimUsersModule } from './scim-users/scim-users.module.js';
export { ScimUsersService } from './scim-users/scim-users.service.js';
export type { PublicUrl, TenantAddress } from './tenants/base-url.js';
export type { IdentityProviderView } from './tenants/identity-provider-view.js';
export { IdentityProvidersService } from './tenants/identity-providers.service.js';
export { TenantsModule } from './tenants/tenants.module.js';
export { TenantsService, type TenantView } from './tenants/tenants.service.js';
export { ScimTokenGuard } from './tokens/scim-token.guard.js';
export type { MintedToken, TokenView } from './tokens/token-view.js';
export { TokensModule } from './tokens/tokens.module.js';
export { type NewToken, TokensService } from './tokens/tokens.service.js';
