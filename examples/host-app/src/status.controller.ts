import { Controller, Get } from '@nestjs/common';
import { Public } from './sessions/public.decorator.js';

@Controller('status')
export class StatusController {
  @Public()
  @Get()
  status(): { readonly status: 'up' } {
    return { status: 'up' };
  }
}
