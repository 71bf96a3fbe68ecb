import { SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = 'isPublic';

/** A route for everybody, signed in or not. */
export const Public = () => SetMetadata(IS_PUBLIC, true);
