import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { DiscoveryController } from './discovery.controller.js';

/** What a client can learn about the service by itself (RFC 7644 §4). */
@Module({ imports: [TokensModule], controllers: [DiscoveryController] })
export class DiscoveryModule {}
