import { Inject, Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { type Administrator, hasRole } from '../admin/administrator.js';
import { type FieldProblem, Problem } from '../admin/problem.js';
import { configOf } from '../attributes/config-of.js';
import { Database } from '../database/database.js';
import { DirectoryUsersService } from '../directory/directory-users.service.js';
import type { DirectoryUserView } from '../directory/directory-user-view.js';
import type { CanonicalAttributes, Person, Provenance } from '../directory/person.js';
import { type InboundScimSettings, SETTINGS } from '../inbound-scim.settings.js';
import { emailKey } from '../kernel/text/email-key.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import {
  type AdministeredOutcome,
  AdministeredPeopleRepository,
  type Deciding,
} from './administered-people.repository.js';
import type { AdministratorsChange, FieldValues } from './administrators-change.js';
import { checkFields } from './check-fields.js';

/** A decision that changes of settings keep overtaking is made anew so often. */
const MAX_ATTEMPTS = 10;

/** Fields by their keys: the tenant's settings say what fits; null clears. */
export type GivenFields = Readonly<Record<string, unknown>>;

export interface NewDirectoryUser {
  readonly email: string;
  readonly attributes?: GivenFields;
  readonly protected?: boolean;
}

/** Said by the embedding application itself, for which nobody else can speak. */
export interface AsHost {
  /** Its own reference to the person. */
  readonly hostRef?: string;
}

/** What is absent stays. */
export interface DirectoryUserChange {
  readonly attributes?: GivenFields;
  readonly protected?: boolean;
}

/** People in administrators' hands. */
@Injectable()
export class PeopleAdministration {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly people: AdministeredPeopleRepository,
    private readonly users: DirectoryUsersService,
    @Inject(SETTINGS) private readonly settings: InboundScimSettings,
  ) {}

  /**
   * Makes a person whom no identity provider knows yet: the first push of the address finds them here, as far as its connection may claim it.
   *
   * @throws Problem 404; 400 that names each wrong field; 403 for `protected` from anyone but an owner; 409 for an address, or a reference of the
   * application's, that somebody has
   */
  async create(
    by: Administrator,
    tenantId: string,
    input: NewDirectoryUser,
    asHost?: AsHost,
  ): Promise<DirectoryUserView> {
    assertMayProtect(by, input);
    const id = uuidv4();
    await this.decide(tenantId, (deciding) => {
      const values = fieldsOf(input, deciding.config, checkAddress(input.email));
      const attributes = ownValues(values, asHost ? 'host' : 'administrator', deciding.now);
      const person = newPerson(id, input, attributes, deciding.now);
      return this.people.create(by, { person, hostRef: asHost?.hostRef ?? null }, deciding);
    });
    return this.users.get(tenantId, id);
  }

  /** @throws Problem 404; 400 that names each wrong field; 403 for `protected` from anyone but an owner */
  async update(
    by: Administrator,
    tenantId: string,
    id: string,
    change: DirectoryUserChange,
  ): Promise<DirectoryUserView> {
    assertMayProtect(by, change);
    return this.change(by, tenantId, id, (config) => ({ ...change, attributes: fieldsOf(change, config) }));
  }

  /** Keeps the person out, whatever identity providers say from now on. @throws Problem 404 */
  async deactivate(by: Administrator, tenantId: string, id: string): Promise<DirectoryUserView> {
    return this.change(by, tenantId, id, () => ({ deactivated: true }));
  }

  /** Takes that word back; the answer says what else keeps the person out. @throws Problem 404 */
  async reactivate(by: Administrator, tenantId: string, id: string): Promise<DirectoryUserView> {
    return this.change(by, tenantId, id, () => ({ deactivated: false }));
  }

  private async change(
    by: Administrator,
    tenantId: string,
    id: string,
    changeUnder: (config: TenantConfig) => AdministratorsChange,
  ): Promise<DirectoryUserView> {
    await this.decide(tenantId, (deciding) => this.people.change(by, id, changeUnder(deciding.config), deciding));
    return this.users.get(tenantId, id);
  }

  private async decide(tenantId: string, write: (deciding: Deciding) => Promise<AdministeredOutcome>): Promise<void> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const config = await configOf(this.database, this.configs, tenantId);
      if ((await write({ config, now: this.settings.clock() })) === 'written') return;
    }
    throw Problem.ofStatus(503, 'The settings of the tenant are being changed; try again.', 1);
  }
}

function newPerson(id: string, input: NewDirectoryUser, attributes: CanonicalAttributes, now: Date): Person {
  return {
    id,
    email: input.email,
    emailKey: emailKey(input.email) ?? null,
    status: 'active',
    held: false,
    deactivatedByAdministrator: false,
    protected: input.protected ?? false,
    attributes,
    revision: '1',
    createdAt: now,
  };
}

function ownValues(values: FieldValues, provenance: Provenance, now: Date): CanonicalAttributes {
  const updatedAt = now.toISOString();
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === null ? [] : [[key, { value, provenance, updatedAt }] as const],
    ),
  );
}

/** @throws Problem 400 that names each wrong field */
function fieldsOf(
  { attributes = {} }: DirectoryUserChange,
  config: TenantConfig,
  others: readonly FieldProblem[] = [],
): FieldValues {
  const { values, problems } = checkFields(attributes, config.attributes);
  if (problems.length + others.length > 0) throw Problem.invalid([...others, ...problems]);
  return values;
}

function checkAddress(email: string): readonly FieldProblem[] {
  if (emailKey(email) !== undefined) return [];
  return [{ pointer: '/email', detail: 'email is an address like "ana@example.com".' }];
}

/** Whom SCIM may not touch is an owner's decision. @throws Problem 403 */
function assertMayProtect(by: Administrator, change: Pick<DirectoryUserChange, 'protected'>): void {
  if (change.protected === undefined || hasRole(by, 'owner')) return;
  const detail = 'Only an owner may change protected.';
  throw Problem.forbidden(detail, [{ pointer: '/protected', detail }]);
}
