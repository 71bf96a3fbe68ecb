import { Module } from '@nestjs/common';
import { ListCursors } from './list-cursors.js';
import { ResourceLists } from './resource-lists.js';
import { SearchRepository } from './search.repository.js';

/** Reading and searching resources (RFC 7644 §3.4). */
@Module({ providers: [SearchRepository, ListCursors, ResourceLists], exports: [SearchRepository, ResourceLists] })
export class SearchModule {}
