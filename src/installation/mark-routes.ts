import { isInboundScimRoute } from '../edge/guest-route.js';

/** What of Nest's wrapper of a controller is looked at. */
interface Controller {
  readonly metatype: unknown;
}

/** Gives our controllers, and each of their handlers, the metadata by which guards of the application's own know whom to let pass. */
export function markRoutes(controllers: readonly Controller[], metadata: Readonly<Record<string, unknown>>): void {
  const ours = controllers.flatMap(({ metatype }) => (isInboundScimRoute(metatype) ? [metatype] : []));
  for (const target of ours.flatMap((controller) => [controller, ...handlersOf(controller)])) {
    for (const [key, value] of Object.entries(metadata)) Reflect.defineMetadata(key, value, target);
  }
}

function handlersOf(controller: { readonly prototype: object }): object[] {
  const { prototype } = controller;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      return typeof handler === 'function' ? [handler] : [];
    });
}
