import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_CURSOR_LENGTH } from '../cursors.js';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../page.js';
import { Optional } from './optional.js';

/** Which part of a list is wanted. */
export class PageQueryDto {
  /** Items of the page at most. */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit?: number = DEFAULT_LIMIT;

  /** `nextCursor` of the page before. */
  @Optional()
  @IsString()
  @MaxLength(MAX_CURSOR_LENGTH)
  cursor?: string;
}
