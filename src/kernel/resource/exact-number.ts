/**
 * The number that a decimal text names, or undefined where a double cannot say the same digits again: `"0.1"` and `"1.50e3"` are exact in
 * that sense, `"0.12345678901234567890"` would come back as another number.
 */
export function exactNumber(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) && significant(text) === significant(String(number)) ? number : undefined;
}

/** Digits without zeros at either end, with the power of ten they are multiplied by: the same for every way to write a number. */
function significant(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const all = whole + fraction;
  let end = all.length;
  while (end > 0 && all[end - 1] === '0') end -= 1;
  const digits = all.slice(0, end).replace(/^0+/, '');
  if (digits === '') return '0';
  const power = Number(exponent) - fraction.length + (all.length - end);
  return `${mantissa.startsWith('-') ? '-' : ''}${digits}e${power}`;
}
