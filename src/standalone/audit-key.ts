import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AuditKey } from '../index.js';
import { makeDataFolder } from './data-folder.js';
import { readOrMakeSecret } from './secret-file.js';
import { StartError } from './start-error.js';

const MIN_SECRET_BYTES = 32;

/** The key of the event log that is kept in `dataDir/audit-key`; the first start makes it. Never in the database. */
export async function keepAuditKey(dataDir: string): Promise<AuditKey> {
  const path = join(await makeDataFolder(dataDir), 'audit-key');
  const key = parseAuditKey(await readOrMakeSecret(path, makeAuditKey));
  if (!key)
    throw new StartError(
      `${path} holds no key. Restore the file: events signed with it cannot be verified without it.`,
    );
  return key;
}

/** `id:secret`, the secret in base64url and at least 32 bytes long; undefined for anything else. */
export function parseAuditKey(text: string): AuditKey | undefined {
  const [, id, encoded] = /^([\w.-]{1,64}):([\w-]+)={0,2}$/.exec(text) ?? [];
  if (id === undefined || encoded === undefined) return undefined;
  const secret = Buffer.from(encoded, 'base64url');
  return secret.length < MIN_SECRET_BYTES ? undefined : { id, secret };
}

/** Several of them, separated by commas or blanks, each under an id of its own; undefined where one is anything else. */
export function parseAuditKeys(text: string): readonly AuditKey[] | undefined {
  const keys = text.split(/[\s,]+/).map(parseAuditKey);
  const isWhole = keys.every((key) => key !== undefined);
  return isWhole && new Set(keys.map(({ id }) => id)).size === keys.length ? keys : undefined;
}

function makeAuditKey(): string {
  const secret = randomBytes(MIN_SECRET_BYTES);
  const id = createHash('sha256').update(secret).digest('hex').slice(0, 8);
  return `${id}:${secret.toString('base64url')}`;
}
