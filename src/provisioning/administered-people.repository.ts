import { Injectable } from '@nestjs/common';
import { type Administrator, originOf } from '../admin/administrator.js';
import { Problem } from '../admin/problem.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { AuditService } from '../audit/audit.service.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { ConflictRepository } from '../directory/conflict.repository.js';
import { knownPeople } from '../directory/known-people.js';
import { refusalOfHostRef, writeHostRef } from '../directory/host-ref.js';
import { lockPeople } from '../directory/lock-people.js';
import { noSuchUser } from '../directory/no-such-user.js';
import type { Person } from '../directory/person.js';
import { DirectoryHooks } from '../hooks/directory-hooks.service.js';
import { isCurrentConfig } from '../tenants/is-current-config.js';
import type { TenantConfig } from '../tenants/tenant-config.js';
import { violatedConstraint } from '../tenants/violated-constraint.js';
import { administerPerson } from './administer-person.js';
import type { AdministratorsChange, FieldValues } from './administrators-change.js';
import { problem, referencesIn } from './check-fields.js';
import { writePerson } from './write-person.js';

/** Under which settings, and when. */
export interface Deciding {
  readonly config: TenantConfig;
  readonly now: Date;
}

/** Somebody whom no identity provider knows yet, and how the embedding application refers to them. */
export interface NewPerson {
  readonly person: Person;
  readonly hostRef: string | null;
}

/** `stale` wrote nothing: the settings are others by now. */
export type AdministeredOutcome = 'written' | 'stale';

/**
 * Writes what administrators decide about people, whole or not at all. The person is held while it is decided, so that it is decided on what a
 * push of the same moment leaves, or that push is decided anew.
 */
@Injectable()
export class AdministeredPeopleRepository {
  constructor(
    private readonly database: Database,
    private readonly conflicts: ConflictRepository,
    private readonly audit: AuditService,
    private readonly hooks: DirectoryHooks,
  ) {}

  /** @throws Problem 409 where somebody has the address or the application's reference; 400 for a reference to nobody */
  async create(
    by: Administrator,
    { person, hostRef }: NewPerson,
    { config, now }: Deciding,
  ): Promise<AdministeredOutcome> {
    try {
      return await this.database.transaction(config.tenantId, async (tx) => {
        if (!(await isCurrentConfig(tx, config))) return 'stale';
        await assertReferences(tx, person.id, valuesOf(person), config);
        const watched = await this.hooks.watch(tx, [person.id]);
        await writePerson(tx, { person }, now);
        if (hostRef !== null) await writeHostRef(tx, person.id, hostRef);
        await this.audit.record(tx, originOf(by), [createdEvent(person)]);
        await this.hooks.tell(tx, originOf(by), { watched });
        return 'written';
      });
    } catch (error) {
      throw violatedConstraint(error) === 'directory_user_email_unique' ? takenAddress() : refusalOfHostRef(error);
    }
  }

  /** A change that changes nothing leaves no trace. @throws Problem 404; 400 for a reference to nobody */
  async change(
    by: Administrator,
    id: string,
    change: AdministratorsChange,
    { config, now }: Deciding,
  ): Promise<AdministeredOutcome> {
    return this.database.transaction(config.tenantId, async (tx) => {
      const [current] = await lockPeople(tx, [id]);
      if (!current) throw noSuchUser();
      if (!(await isCurrentConfig(tx, config))) return 'stale';
      await assertReferences(tx, id, change.attributes ?? {}, config);
      const { person, events } = administerPerson(current, change, config, now);
      if (events.length === 0) return 'written';
      const watched = await this.hooks.watch(tx, [id]);
      await writePerson(tx, { person, expects: person.revision }, now);
      const closed = await this.conflicts.closeOfLeaver(tx, id, now);
      await this.audit.record(tx, originOf(by), [...events, ...closed]);
      await this.hooks.tell(tx, originOf(by), { watched });
      return 'written';
    });
  }
}

function createdEvent(person: Person): AuditEvent {
  const { id, email, attributes, protected: isProtected } = person;
  return {
    type: 'directory_user_created',
    target: { kind: 'directory_user', id, ...(email !== null && { name: email }) },
    changes: ['email', ...Object.keys(attributes), ...(isProtected ? ['protected'] : [])],
    ...(email !== null && { after: { email } }),
  };
}

function valuesOf({ attributes }: Person): FieldValues {
  return Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]));
}

async function assertReferences(tx: Transaction, id: string, values: FieldValues, config: TenantConfig): Promise<void> {
  const references = referencesIn(values, config.attributes);
  const known = await knownPeople(tx, [...references.values()]);
  const problems = [...references].flatMap(([key, personId]) => {
    if (personId === id) return [problem(key, `${key} cannot be the person themselves.`)];
    return known.has(personId) ? [] : [problem(key, `${key} is the id of a directory user; there is none of this id.`)];
  });
  if (problems.length > 0) throw Problem.invalid(problems);
}

function takenAddress(): Problem {
  const detail = 'Somebody has this address.';
  return Problem.conflict(detail, [{ pointer: '/email', detail }]);
}
