import { resourceId } from '../edge/resource-id.js';
import { ScimError } from '../kernel/error/scim-error.js';
import { referencesIn, resolveReferences, withoutReferences } from '../kernel/message/bulk-references.js';
import type { BulkOperation, BulkRequest } from '../kernel/message/bulk-request.js';
import type { BulkResult } from '../kernel/message/bulk-response.js';
import type { BulkStep } from '../kernel/message/bulk-step.js';
import type { JsonObject } from '../kernel/resource/resource.js';
import { quote } from '../kernel/text/quote.js';
import type { ScimContext } from '../scim-context.js';
import { failureOf } from './bulk-failure.js';
import type { BulkTarget, WrittenResource } from './bulk-target.js';

type Targets = Readonly<Record<BulkStep['type'], BulkTarget>>;
type Post = Extract<BulkStep, { method: 'POST' }>;

/** A resource that was created without what refers to resources that are not there yet. */
interface Incomplete {
  readonly index: number;
  readonly post: Post;
  readonly id: string;
  readonly missing: ReadonlySet<string>;
}

/**
 * One bulk request on its way (RFC 7644 §3.7). Operations are carried out in their order, each in a transaction of its own; one that
 * refers to a POST further down waits for it. In a circle the last to begin is created without the reference, and replaced by
 * the whole of itself as soon as the circle is there; if it never is, it is taken back and answered 409 (§3.7.1).
 */
export class BulkRun {
  private readonly outcomes = new Map<number, BulkResult>();
  private readonly begun = new Set<number>();
  private readonly ids = new Map<string, string>();
  private readonly posts: ReadonlyMap<string, number>;
  private incomplete: readonly Incomplete[] = [];
  private errors = 0;

  constructor(
    private readonly ctx: ScimContext,
    private readonly request: BulkRequest,
    private readonly targets: Targets,
  ) {
    this.posts = new Map(
      request.operations.flatMap(({ bulkId, step }, index) =>
        bulkId !== undefined && isStep(step) && step.method === 'POST' ? [[bulkId, index] as const] : [],
      ),
    );
  }

  /** Of the operations that were tried, in the order in which they were sent. */
  async results(): Promise<readonly BulkResult[]> {
    for (const index of this.request.operations.keys()) await this.settle(index);
    for (const each of this.incomplete) await this.takeBack(each, nothingUnder([...each.missing][0] ?? ''));
    return [...this.outcomes].sort(([one], [other]) => one - other).map(([, outcome]) => outcome);
  }

  private get isStopped(): boolean {
    return this.errors >= (this.request.failOnErrors ?? Infinity);
  }

  private async settle(index: number): Promise<void> {
    const operation = this.request.operations[index];
    if (!operation || this.begun.has(index) || this.isStopped) return;
    this.begun.add(index);
    const { step } = operation;
    if (isStep(step)) for (const post of this.postsBefore(step)) await this.settle(post);
    if (this.isStopped) return;
    await this.carryOut(index, operation);
    if (operation.bulkId !== undefined) await this.complete(operation.bulkId);
  }

  private postsBefore(step: BulkStep): readonly number[] {
    return [...referencesOf(step)].flatMap((bulkId) => this.posts.get(bulkId) ?? []);
  }

  private async carryOut(index: number, operation: BulkOperation): Promise<void> {
    const { step } = operation;
    try {
      if (!isStep(step)) throw step;
      const missing = this.missingFor(step);
      const written = await this.write(step, missing);
      this.outcomes.set(index, this.success(operation, step, written));
      if (step.method !== 'POST' || !written || operation.bulkId === undefined) return;
      this.ids.set(operation.bulkId, written.id);
      if (missing.size > 0) this.incomplete = [...this.incomplete, { index, post: step, id: written.id, missing }];
    } catch (error) {
      this.fail(index, operation, error);
    }
  }

  /** References to POSTs that are under way themselves. @throws ScimError 409 where one leads nowhere */
  private missingFor(step: BulkStep): ReadonlySet<string> {
    const missing = [...referencesOf(step)].filter((bulkId) => !this.ids.has(bulkId));
    const lost = missing.find((bulkId) => step.method !== 'POST' || !this.isUnderWay(bulkId));
    if (lost !== undefined) throw nothingUnder(lost);
    return new Set(missing);
  }

  private isUnderWay(bulkId: string): boolean {
    const index = this.posts.get(bulkId);
    return index !== undefined && this.begun.has(index) && !this.outcomes.has(index);
  }

  private async write(step: BulkStep, missing: ReadonlySet<string>): Promise<WrittenResource | undefined> {
    const target = this.targets[step.type];
    if (step.method === 'POST') return target.create(this.ctx, this.resolve(withoutReferences(step.data, missing)));
    const id = resourceId(this.resolve(step.target));
    switch (step.method) {
      case 'PUT':
        return target.replace(this.ctx, id, this.resolve(step.data), step.version);
      case 'PATCH':
        return target.patch(this.ctx, id, this.resolve(step.data), step.version);
      case 'DELETE':
        await target.delete(this.ctx, id, step.version);
        return undefined;
    }
  }

  /** Whoever waited for this bulkId is made whole once nothing is missing any more, or taken back if it is never to come. */
  private async complete(bulkId: string): Promise<void> {
    const waiting = this.incomplete.filter(({ missing }) => missing.has(bulkId));
    for (const each of waiting) {
      if (!this.ids.has(bulkId)) await this.takeBack(each, nothingUnder(bulkId));
      else if ([...each.missing].every((name) => this.ids.has(name))) await this.makeWhole(each);
    }
  }

  private async makeWhole(incomplete: Incomplete): Promise<void> {
    const { index, post, id } = incomplete;
    try {
      const { version } = await this.targets[post.type].replace(this.ctx, id, this.resolve(post.data));
      const outcome = this.outcomes.get(index);
      if (outcome) this.outcomes.set(index, { ...outcome, version });
      this.incomplete = this.incomplete.filter((each) => each !== incomplete);
    } catch (error) {
      await this.takeBack(incomplete, error);
    }
  }

  private async takeBack(incomplete: Incomplete, reason: unknown): Promise<void> {
    const { index, post, id } = incomplete;
    this.incomplete = this.incomplete.filter((each) => each !== incomplete);
    const operation = this.request.operations[index];
    if (!operation) return;
    if (operation.bulkId !== undefined) this.ids.delete(operation.bulkId);
    try {
      await this.targets[post.type].delete(this.ctx, id);
      this.fail(index, operation, reason);
    } catch (failure) {
      this.fail(index, operation, failure);
    }
  }

  private success(operation: BulkOperation, step: BulkStep, written: WrittenResource | undefined): BulkResult {
    const id = written?.id ?? (step.method === 'POST' ? '' : this.resolve(step.target));
    return {
      ...told(operation),
      location: this.location(step.type, id),
      ...(written && { version: written.version }),
      status: STATUS[step.method],
    };
  }

  private fail(index: number, operation: BulkOperation, error: unknown): void {
    this.errors += 1;
    const { step } = operation;
    const response = failureOf(this.ctx, error).toBody();
    const location =
      isStep(step) && step.method !== 'POST' ? this.location(step.type, this.resolve(step.target)) : undefined;
    this.outcomes.set(index, { ...told(operation), ...(location && { location }), status: response.status, response });
  }

  private location(type: BulkStep['type'], id: string): string {
    return `${this.ctx.baseUrl}${this.ctx.resourceTypes[type].endpoint}/${id}`;
  }

  private resolve<V extends string | JsonObject>(value: V): V {
    return resolveReferences(value, (bulkId) => this.ids.get(bulkId));
  }
}

const STATUS = { POST: '201', PUT: '200', PATCH: '200', DELETE: '204' } as const;

function isStep(step: BulkOperation['step']): step is BulkStep {
  return 'type' in step;
}

function referencesOf(step: BulkStep): ReadonlySet<string> {
  const parts = [step.method === 'POST' ? '' : step.target, step.method === 'DELETE' ? '' : step.data];
  return referencesIn(parts);
}

function nothingUnder(bulkId: string): ScimError {
  return ScimError.conflict(`Nothing was created under the bulkId ${quote(bulkId)}.`);
}

function told({ method, bulkId }: BulkOperation): Pick<BulkResult, 'method' | 'bulkId'> {
  return { method, ...(bulkId !== undefined && { bulkId }) };
}
