import { Injectable } from '@nestjs/common';
import { mapPage, type Page, type PageRequest, pageOf } from '../admin/page.js';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { DIRECTORY_PERSON_COLUMNS, type DirectoryPersonRow, toDirectoryPerson } from './directory-person-row.js';
import type { DirectoryPerson } from './directory-person.js';
import { type PersonFilter, searchPeople } from './search-people.js';

/** Reads a tenant's people. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly database: Database) {}

  /** One statement, as fast on the last page as on the first. */
  async search(tenantId: string, filter: PersonFilter, { limit, after }: PageRequest): Promise<Page<DirectoryPerson>> {
    const { statement, values } = searchPeople(tenantId, filter, { limit: limit + 1, after });
    const rows = await this.database.query<FoundRow>(tenantId, statement, values);
    const page = pageOf(rows, limit, ({ position_at, position_id }) => [position_at, position_id]);
    return mapPage(page, toDirectoryPerson);
  }

  async find(tenantId: string, id: string): Promise<DirectoryPerson | undefined> {
    const [row] = await this.database.query<DirectoryPersonRow>(tenantId, BY_ID, [tenantId, id]);
    return row && toDirectoryPerson(row);
  }
}

interface FoundRow extends DirectoryPersonRow {
  readonly position_at: string;
  readonly position_id: string;
}

const BY_ID: Statement = {
  name: 'people-by-id',
  text: `SELECT ${DIRECTORY_PERSON_COLUMNS} FROM inbound_scim.directory_user p WHERE p.tenant_id = $1 AND p.id = $2`,
};
