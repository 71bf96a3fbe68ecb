import { domainToASCII } from 'node:url';
import { fold } from '../kernel/text/fold.js';

/**
 * The one form of a mail domain, however it is written: folded, without the dot at its end (RFC 1034 §3.1), and letters that
 * are not ASCII as their A-labels (RFC 5890 §2.3.2.1), so that `bücher.example` and `xn--bcher-kva.example` are one domain.
 */
export function domainKey(domain: string): string {
  const folded = fold(domain.endsWith('.') ? domain.slice(0, -1) : domain);
  return isAscii(folded) ? folded : domainToASCII(folded) || folded;
}

function isAscii(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}
