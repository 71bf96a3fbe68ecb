import type { Plan } from './measure/measure.js';
import type { Options } from './options.js';
import { workloadsOf } from './workloads/workloads.js';

/** What is measured on the product alone. */
const ALONE = ['tenants', 'start'];

/**
 * What the options choose: each word is a name or, where there is none, the beginning of several before a hyphen.
 * @throws Error that lists the names, for a word that is none
 */
export function planOf(options: Options): Plan {
  const workloads = workloadsOf(options);
  const names = [...workloads.map(({ name }) => name), ...ALONE];
  const wanted = options.only?.map((word) => namesOf(word, names)) ?? [names];
  const unknown = options.only?.find((_, index) => wanted[index]?.length === 0);
  if (unknown !== undefined) throw new Error(`There is no workload "${unknown}". There are: ${names.join(', ')}.`);
  const isWanted = (name: string) => wanted.flat().includes(name);
  return {
    workloads: workloads.filter(({ name }) => isWanted(name)),
    tenants: isWanted('tenants'),
    start: isWanted('start'),
  };
}

function namesOf(word: string, names: readonly string[]): readonly string[] {
  return names.includes(word) ? [word] : names.filter((name) => name.startsWith(`${word}-`));
}
