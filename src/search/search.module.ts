import { Module } from '@nestjs/common';
import { SearchRepository } from './search.repository.js';

/** Reading and searching resources (RFC 7644 §3.4). */
@Module({ providers: [SearchRepository], exports: [SearchRepository] })
export class SearchModule {}
