import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { DirectoryChange } from './directory-change.js';

/** What a class with `@InboundScimHook()` has: one of the two, or both. */
export interface DirectoryHook {
  /**
   * Called in the transaction of the change, after its writes and before its commit; again with each attempt of a transaction that lost against
   * another, so it does nothing that is not undone with it. What it throws undoes everything: a `ScimError` is the client's answer, anything else
   * a 500.
   */
  inTransaction?(change: DirectoryChange, manager: EntityManager): Promise<void> | void;
  /** Called once the change is committed. Nobody waits for it; what it throws is logged. */
  afterCommit?(change: DirectoryChange): Promise<void> | void;
}

/**
 * Makes a provider of the application's a hook, wherever it is provided. While there is one, each write is a transaction of its own.
 *
 * ```ts
 * @InboundScimHook()
 * export class MemberHook implements DirectoryHook {
 *   async inTransaction(change: DirectoryChange, manager: EntityManager) {
 *     if (change.type === 'user.provisioned') await manager.insert(Member, { scimUserId: change.user.id });
 *   }
 * }
 * ```
 */
export const InboundScimHook = DiscoveryService.createDecorator();
