import type { Options } from '../options.js';
import type { Workload } from './workload.js';

/** People who are there before a workload that needs only some. */
const SOME = 1_000;
/** Beside those who are members of the largest group, so that there is somebody to add. */
const SPARE = 100;

/** In the order in which they are done: first with some people, then with all. */
export function workloadsOf({ people, connections }: Options): readonly Workload[] {
  const some = Math.min(SOME, people);
  const all = people + SPARE;
  const few = { people: some, connections };
  const many = { people: all, connections };
  return [
    { name: 'filter', title: `find by userName among ${shown(some)}`, script: 'filter', ...few },
    { name: 'get', title: 'read by id', script: 'get', ...few },
    { name: 'patch', title: 'PATCH, 3 operations', script: 'patch', ...few },
    { name: 'create', title: 'create: look, then POST', script: 'create', ...few },
    { name: 'create-32', title: 'create, 32 connections', script: 'create', ...few, connections: 32 },
    { name: 'filter-all', title: `find by userName among ${shown(people)}`, script: 'filter', ...many },
    { name: 'pages-first', title: 'first page of 100', script: 'firstPage', ...many },
    { name: 'pages-deepest', title: 'deepest page, by startIndex', script: 'deepestPage', ...many },
    { name: 'pages-cursor', title: 'deepest page, by cursor', script: 'deepestCursor', ...many },
    ...groupSizes(people).map(([name, size]) => ({
      ...{ name: `members-${name}`, title: `add and remove a member of ${shown(size)}` },
      ...{ script: { oneMemberOf: size }, people: all, connections: 1 },
    })),
    {
      name: 'fill',
      title: 'fill a group, 100 a PATCH',
      script: 'fill',
      ...many,
      handles: { count: 100, what: 'members' },
    },
    { name: 'cycle', title: 'a whole life, 10 requests', script: 'cycle', ...many },
  ];
}

/** 1,000, 10,000 and 100,000 of 100,000. */
function groupSizes(people: number): readonly (readonly [string, number])[] {
  const part = (share: number) => Math.max(1, Math.floor(people / share));
  return [
    ['small', part(100)],
    ['medium', part(10)],
    ['large', people],
  ];
}

function shown(count: number): string {
  return count.toLocaleString('en');
}
