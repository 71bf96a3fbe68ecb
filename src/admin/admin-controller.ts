import {
  applyDecorators,
  Controller,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { GuestRoute } from '../edge/guest-route.js';
import { AdminEdgeInterceptor } from './admin-edge.interceptor.js';
import { AdminKeyGuard } from './admin-key.guard.js';
import { AdminValidationPipe } from './admin-validation.pipe.js';
import { ApiProblems } from './api-problems.js';
import { ProblemFilter } from './problem.filter.js';

/**
 * A controller under the admin prefix (`RouterModule`): behind the key, with its bodies and queries held to their DTOs, and
 * with every throw answered as a problem. It brings all of that itself: a host may have no pipe, filter or guard, or others.
 */
export function AdminController(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller({ path, version: VERSION_NEUTRAL }),
    GuestRoute(),
    UseGuards(AdminKeyGuard),
    UseInterceptors(AdminEdgeInterceptor),
    UsePipes(AdminValidationPipe),
    UseFilters(ProblemFilter),
    ApiTags(tag),
    ApiBearerAuth('adminKey'),
    ApiProblems(401, 403, 404, 429),
  );
}
