import { SetMetadata, type Type } from '@nestjs/common';

const GUEST = 'inbound-scim route';

/** Marks a controller as one of ours. */
export const GuestRoute = (): ClassDecorator => SetMetadata(GUEST, true);

/**
 * Whether a controller is one of this package: for a global guard, interceptor or pipe of the application's that is not to concern it.
 *
 * ```ts
 * if (isInboundScimRoute(context.getClass())) return true;
 * ```
 */
export function isInboundScimRoute(controller: unknown): controller is Type {
  return typeof controller === 'function' && Reflect.getMetadata(GUEST, controller) === true;
}
