import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { RootSearchController } from './root-search.controller.js';
import { RootSearchService } from './root-search.service.js';
import { SearchModule } from './search.module.js';

/** The base URL and `/.search`. */
@Module({ imports: [TokensModule, SearchModule], controllers: [RootSearchController], providers: [RootSearchService] })
export class RootSearchModule {}
