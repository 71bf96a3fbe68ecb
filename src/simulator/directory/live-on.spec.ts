import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.js';
import { createDirectory } from './create-directory.js';
import type { Directory } from './directory.js';
import { liveOn } from './live-on.js';

const COMPANY = { domain: 'corp.example', groupPrefix: '' };

function directoryOf(users: number, groups: number, random = new Random(1)): Directory {
  return createDirectory(COMPANY, { users, groups }, random);
}

/** The directory after so many periods. */
function after(periods: number, directory: Directory, random: Random): Directory {
  return Array.from({ length: periods }).reduce<Directory>((now) => liveOn(now, random).directory, directory);
}

describe('a pretend directory', () => {
  it('is the same for the same seed, and has the size that was asked for', () => {
    expect(directoryOf(50, 4)).toEqual(directoryOf(50, 4));
    expect(directoryOf(50, 4).people).toHaveLength(50);
    expect(directoryOf(50, 4).groups).toHaveLength(4);
    expect(directoryOf(50, 4, new Random(2))).not.toEqual(directoryOf(50, 4));
  });

  it('gives everybody but the first a manager who came before', () => {
    const { people } = directoryOf(30, 0);
    const order = people.map(({ objectId }) => objectId);
    expect(people[0]?.manager).toBeUndefined();
    for (const [index, { manager = '' }] of people.slice(1).entries()) {
      expect(order.slice(0, index + 1)).toContain(manager);
    }
  });

  it('gives user names in plain letters, keeping the apostrophe', () => {
    for (const { userName } of directoryOf(200, 0).people) expect(userName).toMatch(/^[a-z.'0-9]+@corp\.example$/);
  });
});

describe('life in the directory', () => {
  it('brings joiners, movers, leavers, new names, returns and goodbyes', () => {
    const random = new Random(1);
    const kinds = new Set<string>();
    let directory = directoryOf(100, 6, random);
    for (let period = 0; period < 4; period += 1) {
      const episode = liveOn(directory, random);
      episode.happenings.forEach(({ kind }) => kinds.add(kind));
      directory = episode.directory;
    }
    expect([...kinds].sort()).toEqual(['groups changed', 'joined', 'left', 'moved', 'purged', 'renamed', 'returned']);
  });

  it('changes nothing of the directory that it continues', () => {
    const directory = directoryOf(20, 3);
    const before = structuredClone(directory);
    liveOn(directory, new Random(5));
    expect(directory).toEqual(before);
  });

  it.each([1, 2, 3, 4, 5])('keeps names unique, and references within the directory (seed %i)', (seed) => {
    const random = new Random(seed);
    const { people, groups, names } = after(12, directoryOf(40, 5, random), random);
    const present = new Set(people.map(({ objectId }) => objectId));
    const given = [...people.map(({ userName }) => userName), ...groups.map(({ displayName }) => displayName)];
    expect(new Set(given).size).toBe(given.length);
    expect(names).toEqual(expect.arrayContaining(given));
    const missing = [...people.flatMap(({ manager }) => manager ?? []), ...groups.flatMap(({ members }) => members)];
    expect(missing.filter((objectId) => !present.has(objectId))).toEqual([]);
    expect(people[0]?.enabled).toBe(true);
  });

  it('goes on in a company of one, without groups', () => {
    const random = new Random(1);
    expect(after(3, directoryOf(1, 0, random), random).people.length).toBeGreaterThan(1);
  });
});
