/** A person of the pretend directory. Disabled is also who is in the recycle bin: on the wire it is the same. */
export interface Person {
  readonly objectId: string;
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly title: string;
  readonly department: string;
  readonly employeeNumber: string;
  readonly mobile: string;
  readonly streetAddress: string;
  readonly locality: string;
  /** `objectId` of another person; only the first of the company has none. */
  readonly manager?: string;
  readonly enabled: boolean;
}

/** A group of the pretend directory. */
export interface Group {
  readonly objectId: string;
  readonly displayName: string;
  /** `objectId`s of people. */
  readonly members: readonly string[];
}

/** What sets two pretend companies apart, so that both can be pushed to one service. */
export interface Company {
  readonly domain: string;
  /** What the names of its groups begin with. */
  readonly groupPrefix: string;
}

/** The pretend directory: who works there now. Whoever was purged is no longer in it. */
export interface Directory {
  readonly company: Company;
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  /** Names that were ever given, of people and groups: none is given twice. */
  readonly names: readonly string[];
}

export function displayNameOf({ givenName, familyName }: Person): string {
  return `${givenName} ${familyName}`;
}

/** What people and groups are called, by `objectId`. */
export function namesIn({ people, groups }: Directory): ReadonlyMap<string, string> {
  return new Map([
    ...people.map(({ objectId, userName }) => [objectId, userName] as const),
    ...groups.map(({ objectId, displayName }) => [objectId, displayName] as const),
  ]);
}
