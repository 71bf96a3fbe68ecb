import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Member } from './member.entity.js';
import { NewMember } from './new-member.dto.js';

@Controller('members')
export class MembersController {
  constructor(@InjectRepository(Member) private readonly members: Repository<Member>) {}

  @Get()
  list(): Promise<Member[]> {
    return this.members.find({ order: { email: 'ASC' } });
  }

  @Post()
  add(@Body() { email }: NewMember): Promise<Member> {
    return this.members.save({ id: randomUUID(), email, name: null, active: true });
  }
}
