import type { Random } from '../random.js';
import type { Directory } from './directory.js';
import { changeGroups } from './change-groups.js';
import { joinPeople, leavePeople, movePeople, purgePeople, renamePeople, returnPeople } from './change-people.js';

/** What can happen in a directory between two cycles. */
export type Happening = 'joined' | 'moved' | 'renamed' | 'left' | 'returned' | 'purged' | 'groups changed';

/** The directory after a while, and to whom something happened meanwhile. */
export interface Episode {
  readonly directory: Directory;
  readonly happenings: readonly { readonly kind: Happening; readonly objectId: string }[];
}

/** One thing that happens; it changes nothing but tells what is then. */
export type Step = (directory: Directory, random: Random) => Episode;

/** Who left comes back or is purged before others leave: nobody is purged in the period in which they left. */
const STEPS: readonly Step[] = [
  returnPeople,
  purgePeople,
  leavePeople,
  joinPeople,
  movePeople,
  renamePeople,
  changeGroups,
];

/** The time between two cycles goes by: people join, move, leave, return and change their names, and groups change. */
export function liveOn(directory: Directory, random: Random): Episode {
  return STEPS.reduce<Episode>(
    (before, step) => {
      const after = step(before.directory, random);
      return { directory: after.directory, happenings: [...before.happenings, ...after.happenings] };
    },
    { directory, happenings: [] },
  );
}
