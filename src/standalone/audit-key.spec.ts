import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepAuditKey, parseAuditKey } from './audit-key.js';

const SECRET = Buffer.alloc(32, 1);

describe('the text of an audit key', () => {
  it.each([
    [`2024:${SECRET.toString('base64url')}`, '2024'],
    [`a.b_c-d:${SECRET.toString('base64url')}=`, 'a.b_c-d'],
  ])('is an id and a secret: %s', (text, id) => {
    expect(parseAuditKey(text)).toEqual({ id, secret: SECRET });
  });

  it.each([
    ['no id', SECRET.toString('base64url')],
    ['an empty id', `:${SECRET.toString('base64url')}`],
    ['a long id', `${'a'.repeat(65)}:${SECRET.toString('base64url')}`],
    ['a short secret', `id:${SECRET.subarray(1).toString('base64url')}`],
    ['other letters', `id:${'+/'.repeat(30)}`],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(parseAuditKey(text)).toBeUndefined();
  });
});

describe('the audit key that is kept in the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inbound-scim-audit-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, even by several at once, for its owner alone', async () => {
    const keys = await Promise.all([keepAuditKey(folder), keepAuditKey(folder), keepAuditKey(folder)]);
    expect(new Set(keys.map((key) => key.secret.toString('hex'))).size).toBe(1);
    expect(await keepAuditKey(folder)).toEqual(keys[0]);
    expect((await stat(join(folder, 'audit-key'))).mode & 0o777).toBe(0o600);
  });

  it('can be given as AUDIT_KEY as it stands in its file', async () => {
    const key = await keepAuditKey(folder);
    expect(parseAuditKey((await readFile(join(folder, 'audit-key'), 'utf8')).trim())).toEqual(key);
  });

  it('is not made anew where the file holds something else', async () => {
    await writeFile(join(folder, 'audit-key'), 'damaged');
    await expect(keepAuditKey(folder)).rejects.toThrow('holds no key. Restore the file');
  });
});
