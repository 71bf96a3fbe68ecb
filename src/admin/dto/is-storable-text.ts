import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isStorable } from '../../kernel/text/is-storable.js';

/** A text with at least one visible character, which PostgreSQL can hold. */
export function IsStorableText(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isStorableText',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.trim() !== '' && isStorable(value),
        defaultMessage: (args) => `${args?.property} must hold a visible character and none that cannot be stored`,
      },
    },
    options,
  );
}
