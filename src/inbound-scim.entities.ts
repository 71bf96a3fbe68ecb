import { AdminKey } from './admin/admin-key.entity.js';
import { StoredSetting } from './attributes/attribute-setting.entity.js';
import { Conflict } from './directory/conflict.entity.js';
import { IdentityProvider } from './tenants/identity-provider.entity.js';
import { SchemaExtension } from './tenants/schema-extension.entity.js';
import { Tenant } from './tenants/tenant.entity.js';
import { Refusal } from './tokens/refusal.entity.js';
import { Token } from './tokens/token.entity.js';

/** The entities of the service, for the DataSource it runs on. The tables of hot paths are written by statements of their own. */
export const entities = [Tenant, IdentityProvider, SchemaExtension, Token, Refusal, AdminKey, Conflict, StoredSetting];
