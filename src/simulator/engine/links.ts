/** A group of the directory in the service. */
export interface GroupLink {
  readonly id: string;
  /** The `id`s of the users that were put in. Clients do not read them back. */
  readonly members: readonly string[];
}

/** The links as data, to be kept between two runs. */
export interface KeptLinks {
  readonly users: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, GroupLink>>;
  readonly pending: readonly string[];
}

/** What a client remembers from cycle to cycle: which object of the directory is which resource, and what is left to do. */
export class Links {
  /** From `objectId` to `id`. */
  readonly users: Map<string, string>;
  readonly groups: Map<string, GroupLink>;
  /** What has changed in the directory, or failed: to be looked at in the next cycle. */
  readonly pending: Set<string>;

  constructor(kept: KeptLinks = { users: {}, groups: {}, pending: [] }) {
    this.users = new Map(Object.entries(kept.users));
    this.groups = new Map(Object.entries(kept.groups));
    this.pending = new Set(kept.pending);
  }

  /** Of these people, in the order given, whoever has one. */
  idsOf(objectIds: readonly string[]): readonly string[] {
    return objectIds.flatMap((objectId) => this.users.get(objectId) ?? []);
  }

  /** A user that was deleted is in no group any more. */
  removeUser(objectId: string): void {
    const id = this.users.get(objectId);
    this.users.delete(objectId);
    for (const [group, link] of this.groups) {
      this.groups.set(group, { ...link, members: link.members.filter((member) => member !== id) });
    }
  }

  keep(): KeptLinks {
    return {
      users: Object.fromEntries(this.users),
      groups: Object.fromEntries(this.groups),
      pending: [...this.pending],
    };
  }
}
