import type { ApplicationConfig } from '@nestjs/core';

/**
 * Where a prefix of ours stands in the application: behind its global prefix, unless that excludes us. Without slashes at its ends.
 * The application sets its prefix after its modules were made, so this is asked as late as possible.
 */
export function mountedAt(application: ApplicationConfig, path: string): string {
  const globalPrefix = application.getGlobalPrefix();
  const parts = isExcluded(application, path) ? [path] : [globalPrefix, path];
  return parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/');
}

/** The pattern of an exclusion stands for all below it: `scim/v2/inbound/{*path}`. */
function isExcluded(application: ApplicationConfig, path: string): boolean {
  const { exclude = [] } = application.getGlobalPrefixOptions();
  return exclude.some(({ pathRegex }) => pathRegex.test(`/${path}/any/Users`));
}
