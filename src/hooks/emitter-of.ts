import type { ModuleRef } from '@nestjs/core';
import { cannotStart } from '../cannot-start.js';
import type { ChangeListener } from './announcer.js';

/** Hands changes to the application's EventEmitter2 as `inbound-scim.<type>`. @throws Error with the remedy where there is none */
export async function emitterOf(modules: ModuleRef): Promise<ChangeListener> {
  try {
    const { EventEmitter2 } = await import('@nestjs/event-emitter');
    const emitter = modules.get(EventEmitter2, { strict: false });
    return async (change) => void (await emitter.emitAsync(`inbound-scim.${change.type}`, change));
  } catch {
    throw cannotStart('emitEvents needs @nestjs/event-emitter; install it and import EventEmitterModule.forRoot().');
  }
}
