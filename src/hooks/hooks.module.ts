import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DirectoryHooks } from './directory-hooks.service.js';

/** How the application takes part in changes, and learns of them. */
@Module({ imports: [DiscoveryModule], providers: [DirectoryHooks], exports: [DirectoryHooks] })
export class HooksModule {}
