const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Whether the text is base64 in the usual or the URL-safe alphabet (RFC 7643 §2.3.6, RFC 4648 §4 and §5), padded or not. */
export function isBase64(text: string): boolean {
  if (!BASE64.test(text)) return false;
  const padding = text.length - text.replace(/={1,2}$/, '').length;
  return padding > 0 ? text.length % 4 === 0 : text.length % 4 !== 1;
}
