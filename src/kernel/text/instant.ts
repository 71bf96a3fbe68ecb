/**
 * An xsd:dateTime (RFC 7643 §2.3.5) in a form PostgreSQL reads as `timestamptz`, or undefined for what is none:
 * four digits of year, a day the calendar has, at most nine digits of a second. Without a zone it is UTC.
 */
export function instant(text: string): string | undefined {
  if (ZONED.test(text)) return text;
  return UNZONED.test(text) ? `${text}Z` : undefined;
}

/** Days that exist, leap years included; `[0-9]` because `\d` knows other digits in PostgreSQL. */
const DAY = [
  '[0-9]{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])',
  '[0-9]{4}-(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)',
  '[0-9]{4}-02-(?:0[1-9]|1[0-9]|2[0-8])',
  '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29',
].join('|');

const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?';

/** XML Schema bounds an offset by 14 hours. */
const ZONE = '(?:[Zz]|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)';

/** There is no year 0000. */
const DATE_TIME = `(?!0000)(?:${DAY})[Tt]${TIME}`;

/** Read the same by JavaScript and by PostgreSQL's `~`: what either accepts, `timestamptz` takes. */
export const ZONED_PATTERN = `^${DATE_TIME}${ZONE}$`;
export const UNZONED_PATTERN = `^${DATE_TIME}$`;

const ZONED = new RegExp(ZONED_PATTERN);
const UNZONED = new RegExp(UNZONED_PATTERN);
