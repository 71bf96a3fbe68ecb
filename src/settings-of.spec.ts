import { describe, expect, it } from '@jest/globals';
import type { InboundScimOptions } from './inbound-scim.options.js';
import { settingsOf } from './settings-of.js';

const KEY = { id: '2026-1', secret: Buffer.alloc(32) };
const OPTIONS: InboundScimOptions = { publicUrl: 'https://scim.example.com', auditKey: KEY };

const settings = (options: Partial<InboundScimOptions>) =>
  settingsOf({ ...OPTIONS, ...options }, 'scim/v2/inbound', 'admin/v1');

describe('settingsOf', () => {
  it('completes what is left out', () => {
    expect(settings({})).toMatchObject({
      path: 'scim/v2/inbound',
      adminPath: 'admin/v1',
      previousAuditKeys: [],
      auditRetentionMonths: 24,
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
    { name: 'half a month', options: { auditRetentionMonths: 1.5 }, says: 'auditRetentionMonths must be' },
  ])('refuses $name', ({ options, says }) => {
    expect(() => settings(options)).toThrow(says);
  });

  it('names all that is wrong at once', () => {
    expect(() => settings({ publicUrl: 'x', auditRetentionMonths: -1 })).toThrow(/publicUrl[^]*auditRetentionMonths/);
  });
});
