import { describe, expect, it } from '@jest/globals';
import type { InboundScimOptions } from './inbound-scim.options.js';
import { settingsOf } from './settings-of.js';

const KEY = { id: '2026-1', secret: Buffer.alloc(32) };
const OPTIONS: InboundScimOptions = { publicUrl: 'https://scim.example.com', auditKey: KEY };

const settings = (options: Partial<InboundScimOptions>) =>
  settingsOf({ ...OPTIONS, ...options }, { path: 'scim/v2/inbound', adminPath: 'admin/v1', mountedAt });

/** An application whose global prefix is `api`. */
const mountedAt = (path: string) => `api/${path}`;

describe('settingsOf', () => {
  it('completes what is left out', () => {
    expect(settings({})).toMatchObject({
      path: 'api/scim/v2/inbound',
      adminPath: 'api/admin/v1',
      previousAuditKeys: [],
      auditRetentionMonths: 24,
      runMigrations: false,
      emitEvents: false,
      upkeep: true,
      fence: 'off',
      rateLimit: { perSecond: 100, burst: 500 },
    });
  });

  it.each<{ name: string; options: Partial<InboundScimOptions>; kept: object }>([
    { name: 'no limit', options: { rateLimit: null }, kept: { rateLimit: null } },
    {
      name: 'a log that is kept for ever',
      options: { auditRetentionMonths: null },
      kept: { auditRetentionMonths: null },
    },
    { name: 'a log that is kept for a month', options: { auditRetentionMonths: 1 }, kept: { auditRetentionMonths: 1 } },
    { name: 'no upkeep', options: { upkeep: false }, kept: { upkeep: false } },
    {
      name: 'a URL without its last slash',
      options: { publicUrl: 'https://x.example/' },
      kept: { publicUrl: 'https://x.example' },
    },
    {
      name: 'a key before',
      options: { previousAuditKeys: [{ ...KEY, id: 'old' }] },
      kept: { previousAuditKeys: [{ ...KEY, id: 'old' }] },
    },
  ])('takes $name', ({ options, kept }) => {
    expect(settings(options)).toMatchObject(kept);
  });

  it.each<{ name: string; options: Partial<InboundScimOptions>; says: string }>([
    { name: 'a URL that is none', options: { publicUrl: 'scim.example.com' }, says: 'publicUrl must be' },
    {
      name: 'a short key',
      options: { auditKey: { ...KEY, secret: Buffer.alloc(31) } },
      says: 'auditKey.secret must have at least 32',
    },
    { name: 'a key without a name', options: { auditKey: { ...KEY, id: '' } }, says: 'auditKey.id must name the key' },
    {
      name: 'a key with a long name',
      options: { auditKey: { ...KEY, id: 'x'.repeat(65) } },
      says: 'auditKey.id must have at most 64',
    },
    {
      name: 'a short key before',
      options: { previousAuditKeys: [{ id: 'old', secret: Buffer.alloc(3) }] },
      says: 'previousAuditKeys[0].secret',
    },
    { name: 'two keys of one name', options: { previousAuditKeys: [KEY] }, says: 'each have an id of its own' },
    { name: 'no month', options: { auditRetentionMonths: 0 }, says: 'auditRetentionMonths must be' },
    { name: 'a fence of another kind', options: { fence: 'none' as never }, says: 'fence must be one of' },
    { name: 'a limit of nothing', options: { rateLimit: { perSecond: 0, burst: 5 } }, says: 'rateLimit must be' },
    { name: 'a guard that is a class', options: { adminGuard: {} as never }, says: 'adminGuard must be a function' },
    { name: 'half a month', options: { auditRetentionMonths: 1.5 }, says: 'auditRetentionMonths must be' },
  ])('refuses $name', ({ options, says }) => {
    expect(() => settings(options)).toThrow(says);
  });

  it.each([
    { name: 'a pattern', path: 'scim/:tenant', adminPath: 'admin', says: 'path must be a prefix' },
    { name: 'nothing', path: '', adminPath: 'admin', says: 'path must be a prefix' },
    { name: 'a pattern for administrators', path: 'scim', adminPath: 'admin/*x', says: 'adminPath must be a prefix' },
    { name: 'one prefix for both', path: 'scim', adminPath: '/SCIM/', says: 'must not lie in each other' },
    { name: 'one in the other', path: 'scim', adminPath: 'scim/admin', says: 'must not lie in each other' },
  ] as const)('refuses $name as prefix', ({ says, ...routes }) => {
    expect(() => settingsOf(OPTIONS, { ...routes, mountedAt })).toThrow(says);
  });

  it('takes prefixes side by side, and no admin routes', () => {
    expect(() => settingsOf(OPTIONS, { path: 'scim', adminPath: 'scim-admin', mountedAt })).not.toThrow();
    expect(settingsOf(OPTIONS, { path: 'scim', adminPath: false, mountedAt }).adminPath).toBe(false);
  });

  it('names all that is wrong at once', () => {
    expect(() => settings({ publicUrl: 'x', auditRetentionMonths: -1 })).toThrow(/publicUrl[^]*auditRetentionMonths/);
  });
});
