import { readFileSync } from 'node:fs';

/** Settings that are secret: each may come from a file, whose path `NAME_FILE` gives, as images and orchestrators do it. */
export const SECRETS: readonly string[] = ['DATABASE_URL', 'AUDIT_KEY', 'PREVIOUS_AUDIT_KEYS', 'ADMIN_KEY'];

/** The settings that have a value, and what is wrong with the files that were to give one. */
export interface SettingValues {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

/** Puts the content of `NAME_FILE` in the place of `NAME`; blanks around a value and empty values do not count. */
export function withSecretsFromFiles(environment: Readonly<Record<string, string | undefined>>): SettingValues {
  const values = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()] as const] : [])),
  );
  const problems: string[] = [];
  for (const name of SECRETS) {
    const path = values[`${name}_FILE`];
    if (path === undefined) continue;
    const content = readText(path);
    if (values[name] !== undefined) problems.push(`${name} and ${name}_FILE are both given: keep one of them.`);
    else if (content) values[name] = content;
    else
      problems.push(
        `${name}_FILE names "${path}", which cannot be read or is empty: name a file that holds the value.`,
      );
  }
  return { values, problems };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
