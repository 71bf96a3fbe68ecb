/**
 * The request target without doubled slashes and without one at its end, which clients produce when they join a base URL and
 * a path; the same string where nothing is to be done. Only for targets under `prefix` (`/scim/v2/inbound`, in any case, as
 * Express matches): another path is its owner's. The query stays as it is.
 */
export function tidyUrl(url: string, prefix: string): string {
  const queryStart = url.indexOf('?');
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  if (!path.includes('//') && !path.endsWith('/')) return url;
  const tidy = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  if (!tidy.toLowerCase().startsWith(`${prefix.toLowerCase()}/`)) return url;
  return queryStart < 0 ? tidy : tidy + url.slice(queryStart);
}
