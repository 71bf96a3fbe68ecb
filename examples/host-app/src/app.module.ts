import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { entities, InboundScimModule } from 'inbound-scim';
import { ConnectionsController } from './connections.controller.js';
import { Member } from './members/member.entity.js';
import { MemberHook } from './members/member.hook.js';
import { MembersController } from './members/members.controller.js';
import { adminGuard } from './sessions/admin-guard.js';
import { SessionGuard } from './sessions/session.guard.js';
import { SignIn } from './sessions/sign-in.js';
import { StatusController } from './status.controller.js';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env.DATABASE_URL,
      entities: [Member, ...entities],
      synchronize: true,
    }),
    TypeOrmModule.forFeature([Member]),
    InboundScimModule.forRoot({
      publicUrl: process.env.PUBLIC_URL ?? 'http://127.0.0.1:3000',
      auditKey: { id: '2026-1', secret: Buffer.from(process.env.AUDIT_KEY ?? '', 'base64') },
      runMigrations: true,
      routeMetadata: { isPublic: true },
      adminGuard,
    }),
  ],
  controllers: [MembersController, ConnectionsController, StatusController],
  providers: [{ provide: APP_GUARD, useClass: SessionGuard }, MemberHook, SignIn],
})
export class AppModule {}
