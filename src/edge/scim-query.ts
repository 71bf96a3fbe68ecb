/**
 * The query of a request target, decoded once, form-style (`+` is a blank). It does not depend on a host's query parser, which
 * may make objects of `f[a]`. A bad escape becomes U+FFFD, and `?` and `&` at the end, which clients leave there when they
 * join addresses by hand, are no part of the last value.
 */
export function scimQuery(url: string): URLSearchParams {
  const start = url.indexOf('?') + 1;
  if (start === 0) return new URLSearchParams();
  let end = url.length;
  while (end > start && (url[end - 1] === '?' || url[end - 1] === '&')) end -= 1;
  return new URLSearchParams(url.slice(start, end));
}
