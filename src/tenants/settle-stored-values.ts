import { Problem, type FieldProblem } from '../admin/problem.js';
import type { Transaction } from '../database/transaction.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import type { UniqueAttribute } from '../kernel/resource/unique-values.js';
import type { SchemaExtensionChange } from './schema-extension-change.js';
import type { SchemaExtension } from './schema-extension.entity.js';
import { claimValues, freeValues, hasValues, holdWriters } from './stored-values.js';

/**
 * Holds a change of a schema against the values that are stored: what they contradict is refused, and what is to be unique from now on is
 * claimed for whoever has it. Pushes wait meanwhile, but only where there is something to look at.
 *
 * @throws Problem 409 that names the attributes
 */
export async function settleStoredValues(
  tx: Transaction,
  before: SchemaExtension | undefined,
  change: SchemaExtensionChange,
): Promise<void> {
  const { row, endUnique, becomeUnique } = change;
  if (endUnique.length > 0) {
    const keys = endUnique.map(({ key }) => key);
    await freeValues(tx, row, keys);
  }
  const moves = before !== undefined && before.resourceType !== row.resourceType;
  if (!moves && change.contradicted.length === 0 && becomeUnique.length === 0) return;
  await holdWriters(tx, before ?? row);
  if (moves) await assertUnused(tx, before);
  else await assertUncontradicted(tx, change);
  for (const attribute of becomeUnique) await claim(tx, row, attribute);
}

async function assertUnused(tx: Transaction, before: SchemaExtension): Promise<void> {
  if (!(await hasValues(tx, before, []))) return;
  const detail = `Resources of the type ${before.resourceType} have values of this schema; it cannot move to another.`;
  throw Problem.conflict(detail, [{ pointer: '/resourceType', detail }]);
}

async function assertUncontradicted(tx: Transaction, { row, contradicted }: SchemaExtensionChange): Promise<void> {
  const errors: FieldProblem[] = [];
  for (const { path } of contradicted) {
    if (!(await hasValues(tx, row, path))) continue;
    const detail = `Resources have values of ${path.join('.')}; its type cannot change, and it cannot leave its attribute.`;
    errors.push({ pointer: pointerOf(row, path), detail });
  }
  if (errors.length > 0) throw Problem.conflict(errors.map(({ detail }) => detail).join(' '), errors);
}

async function claim(tx: Transaction, row: SchemaExtension, attribute: UniqueAttribute): Promise<void> {
  try {
    await claimValues(tx, row, attribute);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const path = [attribute.name, ...(attribute.subName === undefined ? [] : [attribute.subName])];
    const detail = `Several resources have the same value of ${path.join('.')}; it cannot become unique.`;
    throw Problem.conflict(detail, [{ pointer: pointerOf(row, path), detail }]);
  }
}

function pointerOf({ attributes }: SchemaExtension, [name]: readonly string[]): string {
  return `/attributes/${attributes.findIndex((attribute) => attribute.name === name)}`;
}
