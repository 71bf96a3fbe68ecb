import { type DirectoryChange, type DirectoryHook, InboundScimHook } from 'inbound-scim';
import type { EntityManager } from 'typeorm';
import { Member } from './member.entity.js';

/** Keeps our members as identity providers say: in the transaction of each push, so that both commit or neither does. */
@InboundScimHook()
export class MemberHook implements DirectoryHook {
  async inTransaction(change: DirectoryChange, manager: EntityManager): Promise<void> {
    if (!('user' in change)) return;
    const { id, email, status, attributes } = change.user;
    if (change.type === 'user.erased') await manager.delete(Member, { id });
    else
      await manager.save(Member, {
        id,
        email,
        name: String(attributes.displayName ?? ''),
        active: status === 'active',
      });
  }
}
