import { Command, InvalidArgumentError } from 'commander';
import type { Options } from './options.js';

const ORDINARY: Options = {
  rounds: 5,
  seconds: 4,
  connections: 10,
  people: 100_000,
  tenants: 40,
  named: false,
  json: 'bench/results.json',
};

/** In about two minutes. */
const QUICK = { rounds: 2, seconds: 1.2, people: 2_000 };

/** @throws CommanderError, after it has said so, when the arguments are no good */
export function readOptions(argv: readonly string[]): Options {
  const { quick, ...given } = commandLine().parse(argv).opts<Partial<Options> & { readonly quick?: boolean }>();
  return { ...ORDINARY, ...(quick && QUICK), ...given };
}

function commandLine(): Command {
  return new Command('npm run bench --')
    .description(
      'Measures the service against a bare one: node:http and pg, one statement a request. Both in turn, in one run, so that ' +
        'what the machine does beside it falls on both.',
    )
    .option(
      '--only <names>',
      'workloads, separated by commas: create, patch, get, filter, pages, members, fill, cycle, tenants, start',
      names,
    )
    .option('--rounds <count>', `rounds of each side (${ORDINARY.rounds})`, number(1, 100))
    .option('--seconds <count>', `seconds of a round (${ORDINARY.seconds})`, number(0.1, 600, 'any'))
    .option('--connections <count>', `connections at once (${ORDINARY.connections})`, number(1, 128))
    .option('--people <count>', `users of the large workloads (${ORDINARY.people})`, number(10, 1_000_000))
    .option('--tenants <count>', `tenants that push at once (${ORDINARY.tenants})`, number(1, 1000))
    .option('--named', 'let the bare server prepare its statements: a harder baseline')
    .option('--quick', `about two minutes: ${QUICK.rounds} rounds of ${QUICK.seconds} s, ${QUICK.people} users`)
    .option('--json <file>', `where the results go as JSON (${ORDINARY.json})`);
}

function names(text: string): readonly string[] {
  return text.split(',').filter(Boolean);
}

function number(least: number, most: number, kind: 'whole' | 'any' = 'whole'): (text: string) => number {
  const pattern = kind === 'whole' ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,3})?$/;
  return (text) => {
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a ${kind === 'whole' ? 'whole ' : ''}number from ${least} to ${most}.`);
  };
}
