import { Reflector } from '@nestjs/core';
import type { AdminRole } from './administrator.js';

/**
 * The least role that a route needs: `@Roles('admin')` lets admins and owners in. A route without it is the owner's alone,
 * so that one that was forgotten shows nobody too much.
 */
export const Roles = Reflector.createDecorator<AdminRole>();
