import type { DiscoveryService } from '@nestjs/core';
import { cannotStart } from '../cannot-start.js';
import { type DirectoryHook, InboundScimHook } from './inbound-scim-hook.js';

/** Every hook that the application provides. @throws Error naming each that cannot be called, and what would be right */
export function findHooks(discovery: DiscoveryService): readonly DirectoryHook[] {
  const found = discovery.getProviders({ metadataKey: InboundScimHook.KEY });
  const problems = found.flatMap((provider) => problemsOf(provider));
  if (problems.length > 0) throw cannotStart(...problems);
  return [...new Set(found.map(({ instance }) => instance as DirectoryHook))];
}

/** What of Nest's wrapper of a provider is looked at. */
interface Provider {
  readonly name: unknown;
  readonly instance: unknown;
  isDependencyTreeStatic(): boolean;
}

/** The most parameters each method is called with. */
const METHODS = [
  { name: 'inTransaction', parameters: 2, signature: 'inTransaction(change, manager)' },
  { name: 'afterCommit', parameters: 1, signature: 'afterCommit(change)' },
] as const;

function problemsOf(provider: Provider): readonly string[] {
  const name = `The hook ${String(provider.name)}`;
  if (!provider.isDependencyTreeStatic())
    return [`${name} is made for each request; provide it, and what it injects, in the default scope.`];
  const methods = METHODS.map((method) => ({ ...method, value: methodOf(provider.instance, method.name) }));
  if (methods.every(({ value }) => value === undefined))
    return [`${name} has no method to call: give it ${METHODS.map(({ signature }) => signature).join(' or ')}.`];
  return methods.flatMap(({ value, parameters, signature }) =>
    isCallable(value, parameters) ? [] : [`${name} has another signature than ${signature}.`],
  );
}

function methodOf(instance: unknown, name: string): unknown {
  return typeof instance === 'object' && instance !== null ? Reflect.get(instance, name) : undefined;
}

function isCallable(value: unknown, parameters: number): boolean {
  return value === undefined || (typeof value === 'function' && value.length <= parameters);
}
