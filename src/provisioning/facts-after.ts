import type { PersonWithResources } from '../directory/person.js';
import { linkedResource } from '../scim-users/linked-resource.js';
import type { Change } from './change.js';
import type { Facts } from './facts.js';

/** The facts as they are once a first change of the same push is made: what the second is decided on. */
export function factsAfter(facts: Facts, { people, users }: Change): Facts {
  const written = new Map(people.map(({ person }) => [person.id, person]));
  const changed = new Map(users.map(({ user }) => [user.id, linkedResource(user)]));
  const after = ({ person, resources }: PersonWithResources): PersonWithResources => ({
    person: written.get(person.id) ?? person,
    resources: resources.map((resource) => changed.get(resource.id) ?? resource),
  });
  return {
    ...facts,
    emailHolder: facts.emailHolder && after(facts.emailHolder),
    people: new Map([...facts.people].map(([id, person]) => [id, after(person)])),
  };
}
