import type { LinkedResource, Person } from './person.js';

/** A received resource with when it came and when it last said something else. */
export interface DirectoryResource extends LinkedResource {
  readonly createdAt: Date;
  readonly lastModified: Date;
}

/** A person as administrators look at them: with everything that each connection sent. */
export interface DirectoryPerson {
  readonly person: Person;
  readonly updatedAt: Date;
  readonly resources: readonly DirectoryResource[];
}
