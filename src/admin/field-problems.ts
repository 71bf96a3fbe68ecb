import type { ValidationError } from 'class-validator';
import type { FieldProblem } from './problem.js';

/** class-validator's findings as one problem a field: a JSON Pointer into the body, or the name of a query parameter. */
export function fieldProblems(errors: readonly ValidationError[], place: 'pointer' | 'parameter'): FieldProblem[] {
  return errors.flatMap((error) => problemsAt(error, '')).map(({ path, detail }) => ({ ...at(place, path), detail }));
}

interface Finding {
  readonly path: string;
  readonly detail: string;
}

function problemsAt({ property, constraints, children = [] }: ValidationError, parent: string): Finding[] {
  const path = `${parent}/${escaped(property)}`;
  const own = constraints ? [{ path, detail: sentence(constraints) }] : [];
  return [...own, ...children.flatMap((child) => problemsAt(child, path))];
}

function at(place: 'pointer' | 'parameter', path: string): Pick<FieldProblem, 'pointer' | 'parameter'> {
  return place === 'pointer' ? { pointer: path } : { parameter: path.slice(1) };
}

/** RFC 6901 §3. A name that nobody knows is the client's own word: no more of it than helps. */
function escaped(property: string): string {
  return property.slice(0, MAX_NAME_LENGTH).replaceAll('~', '~0').replaceAll('/', '~1');
}

const MAX_NAME_LENGTH = 64;

/** The decorator at the top comes last: what the value is at all, before how much of it may be. */
function sentence(constraints: Readonly<Record<string, string>>): string {
  const basic = Object.values(constraints).at(-1) ?? 'The value is not allowed.';
  return `${basic.slice(0, MAX_DETAIL_LENGTH)}${basic.endsWith('.') ? '' : '.'}`;
}

const MAX_DETAIL_LENGTH = 200;
