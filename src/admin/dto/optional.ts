import { ValidateIf } from 'class-validator';

/** The field may be left out; null is a value like any other, and refused where it has none. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
