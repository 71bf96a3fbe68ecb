import { appendFileSync } from 'node:fs';

/**
 * What tries to break the service has two forms: a short one in every run, and a long one (`npm run reliability`), whose figures make the
 * table of docs/reliability.md.
 */
export const isLongForm = process.env.INBOUND_SCIM_FORM === 'long';

/** The longer of two amounts in the long form. */
export function inForm<T>(short: T, long: T): T {
  return isLongForm ? long : short;
}

/** What was done and what came of it, in the order in which it is to be read. */
export type Figures = Readonly<Record<string, number | string>>;

/** Tells the figures a trial ended with; the long form collects them in the file that INBOUND_SCIM_FIGURES names. */
export function tellFigures(part: string, trial: string, figures: Figures): void {
  const words = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  process.stderr.write(`${part}, ${trial}: ${words.join(', ')}\n`);
  const file = process.env.INBOUND_SCIM_FIGURES;
  if (file) appendFileSync(file, `${JSON.stringify({ part, trial, figures })}\n`);
}
