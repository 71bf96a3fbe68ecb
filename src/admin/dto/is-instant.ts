import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate, ValidateBy } from 'class-validator';
import { instant } from '../../kernel/text/instant.js';

const MESSAGE = '$property must be a date and time of RFC 3339, like 2026-03-01T12:00:00Z';

/** Text of RFC 3339 that becomes a `Date`; anything else is refused. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => dateOf(value)),
    IsDate({ message: MESSAGE }),
  );
}

/** Text of RFC 3339 that stays text. */
export function IsInstantText(): PropertyDecorator {
  return ValidateBy(
    { name: 'isInstantText', validator: { validate: (value: unknown) => dateOf(value) instanceof Date } },
    { message: MESSAGE },
  );
}

function dateOf(value: unknown): unknown {
  const text = typeof value === 'string' ? instant(value) : undefined;
  return text === undefined ? value : new Date(text);
}
