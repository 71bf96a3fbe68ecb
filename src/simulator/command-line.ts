import { Command, InvalidArgumentError, Option } from 'commander';
import { type DialectName, DIALECTS, isDialectName } from './dialect/dialects.js';

/** What the command line says. */
export interface Arguments {
  readonly users: number;
  readonly groups: number;
  readonly cycles: number;
  readonly seed: number;
  readonly dialect: DialectName;
  readonly onDemand?: string;
  readonly url?: string;
  readonly token?: string;
  readonly state?: string;
  readonly json: boolean;
}

const MOST_PEOPLE = 100_000;
const MOST_GROUPS = 1_000;
const MOST_CYCLES = 1_000;

/** The command line with its help. @throws CommanderError, after it has said so, when the arguments are no good. */
export function commandLine(): Command {
  return new Command('npm run simulate --')
    .description(
      'Plays the provisioning service of Microsoft Entra ID, or Okta, against a running server: a pretend directory is pushed, ' +
        'changes, and is pushed again. A simulation after public documentation, not the real thing.',
    )
    .option('--users <count>', 'people of a new directory', wholeNumber(1, MOST_PEOPLE), 200)
    .option('--groups <count>', 'groups of a new directory', wholeNumber(0, MOST_GROUPS), 12)
    .option('--cycles <count>', 'cycles to run', wholeNumber(1, MOST_CYCLES), 3)
    .option('--seed <number>', 'another number, another directory', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--dialect <name>', `who is played: ${Object.keys(DIALECTS).join(', ')}`, dialect, 'entra' as const)
    .option('--on-demand <userName>', 'provision this person now, instead of any cycle')
    .option('--url <url>', 'Tenant URL; default: the local server, or that of the last run', tenantUrl)
    .addOption(new Option('--token <token>', 'Secret Token').env('SCIM_TOKEN'))
    .option('--state <file>', 'where the pretend directory is kept; without such a file, a new one begins')
    .option('--json', 'the whole report as JSON', false);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

function dialect(name: string): DialectName {
  if (isDialectName(name)) return name;
  throw new InvalidArgumentError(`Give one of ${Object.keys(DIALECTS).join(', ')}.`);
}

/** Without what the flag adds to it, and without a slash at its end. */
function tenantUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return `${url.origin}${url.pathname}`.replace(/\/$/, '');
  throw new InvalidArgumentError('Give the http or https URL that the server printed as Tenant URL.');
}
