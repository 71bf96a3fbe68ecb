/** Somebody as they should be found. */
export interface State {
  readonly exists: boolean;
  readonly title: string;
  readonly nickName: string;
  readonly active: boolean;
  readonly joined: boolean;
}

const NOBODY: State = { exists: false, title: '', nickName: '', active: false, joined: false };

export interface LaneGroup {
  name: string;
  id?: string;
}

/** One person of a load: what was acknowledged of them, and what may have happened. */
export class Member {
  id?: string;
  isInDoubt = false;
  private certain: State = NOBODY;
  private next: State = NOBODY;

  constructor(
    readonly name: string,
    readonly group: LaneGroup,
  ) {}

  /** Before a write is sent. */
  begin(change: Partial<State>): void {
    this.next = { ...this.certain, ...change };
    this.isInDoubt = true;
  }

  /**
   * Its answer came, or none. A 2xx is acknowledged, a 4xx refused; a 503 says that the database was not there: when it went in the moment of
   * the commit nobody knows which of both it was.
   */
  end(status: number | undefined): void {
    this.isInDoubt = status === undefined || status >= 500;
    if (status !== undefined && status < 300) this.certain = this.next;
  }

  /** As they were before the write that is in doubt. */
  get acknowledged(): State {
    return this.certain;
  }

  /** All states in which this person may be found: one, or two where a write is in doubt. */
  get possible(): readonly State[] {
    return this.isInDoubt ? [this.certain, this.next] : [this.certain];
  }
}

export interface Verdict {
  readonly people: number;
  readonly inDoubt: number;
  /** Who is not as they were acknowledged, nor as their doubtful write would have made them. */
  readonly lost: readonly string[];
}

/** All that the loads of a trial wrote. */
export class Ledger {
  private readonly people: Member[] = [];

  group(name: string): LaneGroup {
    return { name };
  }

  person(name: string, group: LaneGroup): Member {
    const person = new Member(name, group);
    this.people.push(person);
    return person;
  }

  /** Compares with what is in the tables. */
  async compare(query: Query): Promise<Verdict> {
    const lost = await this.differing(query, ({ possible }) => possible);
    const inDoubt = this.people.filter(({ isInDoubt }) => isInDoubt).length;
    return { people: this.people.length, inDoubt, lost };
  }

  /** Whose write was done although it was never answered. */
  compareUnanswered(query: Query): Promise<readonly string[]> {
    return this.differing(query, ({ acknowledged }) => [acknowledged]);
  }

  private async differing(query: Query, allowed: (person: Member) => readonly State[]): Promise<readonly string[]> {
    const rows = new Map((await query(FOUND)).map((row) => [row.name, stateOf(row)]));
    return this.people.flatMap((person) => {
      const found = rows.get(person.name) ?? NOBODY;
      const isAllowed = allowed(person).some((state) => isSame(state, found));
      return isAllowed ? [] : [`${person.name}: ${JSON.stringify({ found, allowed: allowed(person) })}`];
    });
  }
}

type Query = (text: string) => Promise<readonly FoundRow[]>;

export interface FoundRow extends State {
  readonly name: string;
}

/** The columns and the resource must agree, so each is read from where the other is not. */
const FOUND = `
  SELECT u.user_name_key AS name, u.deleted_at IS NULL AS "exists", u.resource ->> 'title' AS title, u.resource ->> 'nickName' AS "nickName",
    u.active, EXISTS (SELECT FROM inbound_scim.membership m WHERE m.tenant_id = u.tenant_id AND m.member_id = u.id) AS joined
  FROM inbound_scim.scim_user u`;

function stateOf({ exists, title, nickName, active, joined }: FoundRow): State {
  return { exists, title, nickName, active, joined };
}

/** Of somebody who is gone nothing else is asked. */
function isSame(one: State, other: State): boolean {
  if (!one.exists || !other.exists) return one.exists === other.exists;
  return JSON.stringify(one) === JSON.stringify(other);
}
