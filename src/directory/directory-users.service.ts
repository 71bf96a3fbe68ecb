import { Injectable } from '@nestjs/common';
import { mapPage, type Page, type PageRequest } from '../admin/page.js';
import { configOf } from '../attributes/config-of.js';
import { Database } from '../database/database.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import { TenantConfigService } from '../tenants/tenant-config.service.js';
import type { DirectoryPerson } from './directory-person.js';
import { directoryUserView, type DirectoryUserView, referencesOf } from './directory-user-view.js';
import { noSuchUser } from './no-such-user.js';
import { PeopleRepository } from './people.repository.js';
import { resolveReferences } from './resolve-references.js';
import type { PersonFilter } from './search-people.js';

/** A tenant's people, to be looked at. */
@Injectable()
export class DirectoryUsersService {
  constructor(
    private readonly database: Database,
    private readonly configs: TenantConfigService,
    private readonly people: PeopleRepository,
  ) {}

  /** Those who fit every given condition, newest first. @throws Problem 404 for a tenant that does not exist */
  async list(tenantId: string, filter: PersonFilter, request: PageRequest): Promise<Page<DirectoryUserView>> {
    const config = await configOf(this.database, this.configs, tenantId);
    const page = await this.people.search(tenantId, filter, request);
    const show = await this.viewer(config, page.items);
    return mapPage(page, show);
  }

  /** @throws Problem 404 */
  async get(tenantId: string, id: string): Promise<DirectoryUserView> {
    const config = await configOf(this.database, this.configs, tenantId);
    const found = await this.people.find(tenantId, id);
    if (!found) throw noSuchUser();
    const show = await this.viewer(config, [found]);
    return show(found);
  }

  /** References are looked up for all at once. */
  private async viewer(config: TenantConfig, people: readonly DirectoryPerson[]) {
    const references = people.flatMap(({ person }) => referencesOf(person, config));
    const resolved = await resolveReferences(this.database, config, references);
    return (found: DirectoryPerson) => directoryUserView(found, config, resolved);
  }
}
