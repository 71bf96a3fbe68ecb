import { ENT, GROUP, type Operation, type ScimClient, USER } from './scim-client.js';

/** A person as a directory has them. */
export interface Employee {
  readonly objectId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly title?: string;
  readonly email?: string;
  readonly mobile?: string;
  readonly street?: string;
  readonly department?: string;
  readonly employeeId?: string;
  /** Of another employee. */
  readonly manager?: string;
  readonly isEnabled: boolean;
}

export interface Team {
  readonly objectId: string;
  readonly displayName: string;
  readonly members: readonly string[];
}

/** How a value is put into a PATCH: the wire has three ways of saying the same. */
export type Dialect = (changes: readonly Change[]) => readonly Operation[];

export interface Change {
  readonly op: 'add' | 'replace';
  /** As in the mapping: `title`, `name.givenName`, `emails[type eq "work"].value`, with the URN where it has one. */
  readonly path: string;
  readonly value: string | boolean;
}

/** One operation a path, its name capitalised, booleans as text; E-default. */
export const VERBOSE: Dialect = (changes) =>
  changes.map(({ op, path, value }) => ({ op: op === 'add' ? 'Add' : 'Replace', path, value: asText(value) }));

/** Plain paths in one object without a path, filtered ones each by itself; `aadOptscim062020`. */
export const FLAGGED: Dialect = (changes) => {
  const filtered = changes.filter(({ path }) => path.includes('['));
  const plain = changes.filter(({ path }) => !path.includes('['));
  const value = Object.fromEntries(plain.map((change) => [change.path, change.value]));
  return [...filtered, ...(plain.length > 0 ? [{ op: 'replace', value }] : [])];
};

/** Values wrapped into lists, as tenants of before 2018 send them. */
export const LEGACY: Dialect = (changes) =>
  changes.map(({ op, path, value }) => ({
    op: op === 'add' ? 'Add' : 'Replace',
    path,
    value: path.includes('[') ? asText(value) : [{ $ref: null, value: asText(value) }],
  }));

/**
 * Plays the provisioning service: matches by a filter, creates, then compares what GET returns with what it has, and sends what differs. It
 * keeps only the ids it was given. `cycle` answers how many writes there were: none, where nothing has changed.
 */
export class EntraEngine {
  private readonly users = new Map<string, string>();
  private readonly groups = new Map<string, { readonly id: string; members: ReadonlySet<string> }>();
  private writes = 0;

  constructor(
    private readonly client: ScimClient,
    private readonly dialect: Dialect,
    /** By what it looks for somebody before it creates them; `userName` is its own default. */
    private readonly matching: 'externalId' | 'userName' = 'externalId',
  ) {}

  async cycle(employees: readonly Employee[], teams: readonly Team[]): Promise<number> {
    this.writes = 0;
    for (const employee of employees) await this.provision(employee);
    for (const employee of employees) await this.update(employee);
    for (const team of teams) await this.provisionTeam(team);
    return this.writes;
  }

  idOf(objectId: string): string {
    return this.users.get(objectId) ?? this.groups.get(objectId)?.id ?? '';
  }

  async remove(objectId: string): Promise<void> {
    expectStatus(await this.client.delete(`/Users/${this.idOf(objectId)}`), 204);
    this.users.delete(objectId);
  }

  async removeTeam(objectId: string): Promise<void> {
    expectStatus(await this.client.delete(`/Groups/${this.idOf(objectId)}`), 204);
    this.groups.delete(objectId);
  }

  /** Forgets its links, as "Restart provisioning" does. */
  forget(): void {
    this.users.clear();
  }

  private async provision(employee: Employee): Promise<void> {
    if (this.users.has(employee.objectId)) return;
    const wanted = this.matching === 'externalId' ? employee.objectId : employee.userName;
    const filter = `${this.matching} eq ${JSON.stringify(wanted)}`;
    const { body } = expectStatus(await this.client.find('/Users', filter), 200);
    const found = body.totalResults === 1 ? body.Resources[0].id : (await this.create(employee)).body.id;
    this.users.set(employee.objectId, found);
  }

  private create(employee: Employee) {
    this.writes += 1;
    return this.client.post('/Users', bodyOf(employee)).then((answer) => expectStatus(answer, 201));
  }

  private async update(employee: Employee): Promise<void> {
    const path = `/Users/${this.idOf(employee.objectId)}`;
    const { body } = expectStatus(await this.client.get(path), 200);
    const changes = this.mapping(employee).flatMap(([target, value]) => difference(target, value, body));
    if (changes.length === 0) return;
    this.writes += 1;
    expectStatus(await this.client.patch(path, this.dialect(changes)), 200);
  }

  private async provisionTeam(team: Team): Promise<void> {
    const group = this.groups.get(team.objectId) ?? (await this.createTeam(team));
    const path = `/Groups/${group.id}`;
    const { body } = expectStatus(await this.client.get(`${path}?excludedAttributes=members`), 200);
    if ('members' in body) throw new Error('members, although they were excluded');
    const wanted = new Set(team.members.map((objectId) => this.idOf(objectId)));
    const joining = [...wanted].filter((id) => !group.members.has(id));
    const leaving = [...group.members].filter((id) => !wanted.has(id));
    const operations = [
      ...(body.displayName === team.displayName
        ? []
        : [{ op: 'Replace', path: 'displayName', value: team.displayName }]),
      ...(joining.length > 0
        ? [{ op: 'Add', path: 'members', value: joining.map((value) => ({ $ref: null, value })) }]
        : []),
      ...this.leave(leaving),
    ];
    if (operations.length === 0) return;
    this.writes += 1;
    expectStatus(await this.client.patch(path, operations), 204);
    this.groups.set(team.objectId, { id: group.id, members: wanted });
  }

  private leave(ids: readonly string[]): readonly Operation[] {
    if (ids.length === 0) return [];
    if (this.dialect === FLAGGED) return ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }));
    return [{ op: 'Remove', path: 'members', value: ids.map((value) => ({ $ref: null, value })) }];
  }

  private async createTeam({ objectId, displayName }: Team) {
    const { body: list } = await this.client.get(
      `/Groups?excludedAttributes=members&${new URLSearchParams({ filter: `displayName eq ${JSON.stringify(displayName)}` }).toString()}`,
    );
    if (list.totalResults !== 0) throw new Error(`${displayName} is there already`);
    this.writes += 1;
    const schemas = [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'];
    const body = { schemas, displayName, externalId: objectId, meta: { resourceType: 'Group' } };
    const { id } = expectStatus(await this.client.post('/Groups', body), 201).body;
    const group = { id, members: new Set<string>() };
    this.groups.set(objectId, group);
    return group;
  }

  private mapping(employee: Employee): readonly (readonly [string, string | boolean | undefined])[] {
    return [
      ...(this.matching === 'userName' ? [['externalId', employee.objectId] as const] : []),
      ['active', employee.isEnabled],
      ['userName', employee.userName],
      ['displayName', employee.displayName],
      ['name.givenName', employee.givenName],
      ['name.familyName', employee.familyName],
      ['title', employee.title],
      ['emails[type eq "work"].value', employee.email],
      ['phoneNumbers[type eq "mobile"].value', employee.mobile],
      ['addresses[type eq "work"].streetAddress', employee.street],
      [`${ENT}:department`, employee.department],
      [`${ENT}:employeeNumber`, employee.employeeId],
      [`${ENT}:manager`, employee.manager && this.idOf(employee.manager)],
    ];
  }
}

/** A create knows no manager: references are a second pass. */
function bodyOf(employee: Employee): Record<string, unknown> {
  return {
    schemas: [USER, ENT],
    externalId: employee.objectId,
    userName: employee.userName,
    active: employee.isEnabled,
    displayName: employee.displayName,
    emails: employee.email === undefined ? null : [{ primary: true, type: 'work', value: employee.email }],
    phoneNumbers: employee.mobile === undefined ? null : [{ type: 'mobile', value: employee.mobile }],
    meta: { resourceType: 'User' },
    name: { givenName: employee.givenName ?? null, familyName: employee.familyName ?? null },
    roles: [],
    title: employee.title ?? null,
    [ENT]: { department: employee.department ?? null, employeeNumber: employee.employeeId ?? null },
  };
}

/** Absent is an `add`, another value a `replace`; what the directory no longer has is not sent at all (Entra clears nothing by itself). */
function difference(
  path: string,
  value: string | boolean | undefined,
  resource: Record<string, unknown>,
): readonly Change[] {
  if (value === undefined || value === '') return [];
  const found = read(resource, path);
  if (found === value) return [];
  return [{ op: found === undefined ? 'add' : 'replace', path, value }];
}

function read(resource: Record<string, unknown>, path: string): unknown {
  const owner = path.startsWith(`${ENT}:`) ? resource[ENT] : resource;
  const [name = '', sub] = path.replace(`${ENT}:`, '').split(/\.(?=[a-zA-Z]+$)/);
  const [attribute = '', type] = name.split(/\[type eq "|"\]/);
  const value = isObject(owner) ? owner[attribute] : undefined;
  const element =
    type === undefined
      ? value
      : (value as Record<string, unknown>[] | undefined)?.find((each) => each['type'] === type);
  if (sub !== undefined) return isObject(element) ? element[sub] : undefined;
  return isObject(element) ? element['value'] : element;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function asText(value: string | boolean): string {
  if (typeof value === 'string') return value;
  return value ? 'True' : 'False';
}

function expectStatus<A extends { readonly status: number; readonly text: string }>(answer: A, status: number): A {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
}
