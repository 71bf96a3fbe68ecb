import type { Population } from '../population.js';

/** Makes ready what a workload needs, untimed, and gives the unit that is then done over and over, by several at once. */
export type Script = (population: Population) => Promise<Unit>;

/** One go of a workload: a request, or several that belong together. @throws Error when an answer is not the right one */
export type Unit = () => Promise<void>;
