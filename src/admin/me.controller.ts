import { Get, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { OtherMethods, refuseMethod } from '../edge/other-methods.js';
import { AdminController } from './admin-controller.js';
import type { Administrator } from './administrator.js';
import { Caller } from './caller.decorator.js';
import { MeDto } from './dto/admin-keys.dto.js';
import { Roles } from './roles.decorator.js';

@AdminController('me', 'Admin keys')
export class MeController {
  @Get()
  @Roles('auditor')
  @ApiOperation({ summary: 'Whose key was presented, and what it may do' })
  get(@Caller() { keyId, name, role, tenantId }: Administrator): MeDto {
    return { keyId, name, role, tenantId: tenantId ?? null };
  }

  @OtherMethods()
  @Roles('auditor')
  otherMethods(@Res({ passthrough: true }) res: Response): void {
    refuseMethod(res, 'GET, HEAD');
  }
}
