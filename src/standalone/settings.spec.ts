import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readSettings, type Settings } from './settings.js';

const SECRET = Buffer.alloc(32, 7).toString('base64url');
const folder = mkdtempSync(join(tmpdir(), 'inbound-scim-settings-'));
const keyFile = join(folder, 'admin-key');
const emptyFile = join(folder, 'empty');
writeFileSync(keyFile, 'correct-horse-battery-staple\n');
writeFileSync(emptyFile, '\n');
afterAll(() => rmSync(folder, { recursive: true }));

describe('settings of the standalone server', () => {
  it('have a default each', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      workers: 1,
      dataDir: resolve('data'),
      publicUrl: 'http://127.0.0.1:3000',
      localUrl: 'http://127.0.0.1:3000',
      previousAuditKeys: [],
      auditRetentionMonths: 24,
      demo: true,
      logLevel: 'info',
      trustProxy: 0,
      rateLimit: { perSecond: 100, burst: 500 },
      limits: {},
    });
  });

  const accepted: [Record<string, string>, Partial<Settings>][] = [
    [{ PORT: ' 8080 ' }, { port: 8080, publicUrl: 'http://127.0.0.1:8080' }],
    [{ PORT: '' }, { port: 3000 }],
    [{ WORKERS: '4' }, { workers: 4 }],
    [{ WORKERS: 'auto' }, { workers: availableParallelism() }],
    [{ WORKERS: '0' }, { workers: availableParallelism() }],
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0', publicUrl: 'http://localhost:3000' }],
    [{ HOST: '::1' }, { host: '::1', publicUrl: 'http://[::1]:3000' }],
    [
      { DATABASE_URL: 'postgres://u:p%40ss@db:5432/scim?sslmode=require' },
      { databaseUrl: 'postgres://u:p%40ss@db:5432/scim?sslmode=require' },
    ],
    [{ AUDIT_KEY: `2024:${SECRET}` }, { auditKey: { id: '2024', secret: Buffer.alloc(32, 7) } }],
    [
      { PREVIOUS_AUDIT_KEYS: `2022:${SECRET}, 2023:${SECRET}` },
      {
        previousAuditKeys: [
          { id: '2022', secret: Buffer.alloc(32, 7) },
          { id: '2023', secret: Buffer.alloc(32, 7) },
        ],
      },
    ],
    [{ PREVIOUS_AUDIT_KEYS: '' }, { previousAuditKeys: [] }],
    [{ AUDIT_RETENTION_MONTHS: '1' }, { auditRetentionMonths: 1 }],
    [{ AUDIT_RETENTION_MONTHS: 'forever' }, { auditRetentionMonths: null }],
    [{ DATA_DIR: '/srv/scim' }, { dataDir: '/srv/scim' }],
    [{ PUBLIC_URL: 'https://{tenant}.example.com/' }, { publicUrl: 'https://{tenant}.example.com' }],
    [{ PUBLIC_URL: 'https://example.com/identity' }, { publicUrl: 'https://example.com/identity' }],
    [{ ADMIN_KEY: 'correct-horse-battery-staple' }, { adminKey: 'correct-horse-battery-staple' }],
    [{ ADMIN_KEY_FILE: keyFile }, { adminKey: 'correct-horse-battery-staple' }],
    [{ DEMO: 'false' }, { demo: false }],
    [{ NODE_ENV: 'production' }, { demo: false }],
    [{ NODE_ENV: 'production', DEMO: 'true' }, { demo: true }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::1' }, { trustProxy: ['loopback', '10.0.0.0/8', '2001:db8::1'] }],
    [{ RATE_LIMIT: '25/100' }, { rateLimit: { perSecond: 25, burst: 100 } }],
    [{ RATE_LIMIT: 'off' }, { rateLimit: null }],
    [{ LIMITS: 'pageSize=500, bodyBytes=4194304' }, { limits: { pageSize: 500, bodyBytes: 4_194_304 } }],
  ];
  it.each(accepted)('accept %j', (environment, expected) => {
    expect(readSettings(environment)).toMatchObject(expected);
  });

  const refused: [Record<string, string>, string][] = [
    [{ PORT: '0' }, 'PORT "0" is not valid: give a whole number from 1 to 65535.'],
    [{ PORT: '65536' }, 'PORT "65536" is not valid'],
    [{ PORT: '3e3' }, 'PORT "3e3" is not valid'],
    [{ WORKERS: '65' }, 'WORKERS "65" is not valid: give a number of processes from 1 to 64, or auto'],
    [{ WORKERS: 'all' }, 'WORKERS "all" is not valid'],
    [{ HOST: 'http://localhost' }, 'HOST "http://localhost" is not valid: give one address or host name'],
    [{ DATABASE_URL: 'mysql://u:p@db/scim' }, 'DATABASE_URL is not valid: give postgresql://'],
    [{ DATABASE_URL: 'postgresql://u:p@db' }, 'DATABASE_URL is not valid'],
    [{ AUDIT_KEY: SECRET }, 'AUDIT_KEY is not valid: give "id:secret"'],
    [{ AUDIT_KEY: 'id:dG9vIHNob3J0' }, 'AUDIT_KEY is not valid'],
    [{ PREVIOUS_AUDIT_KEYS: `2022:${SECRET},short` }, 'PREVIOUS_AUDIT_KEYS is not valid: give keys as for AUDIT_KEY'],
    [{ PREVIOUS_AUDIT_KEYS: `2022:${SECRET} 2022:${SECRET}` }, 'PREVIOUS_AUDIT_KEYS is not valid'],
    [{ AUDIT_RETENTION_MONTHS: '0' }, 'AUDIT_RETENTION_MONTHS "0" is not valid: give whole months'],
    [{ AUDIT_RETENTION_MONTHS: 'never' }, 'AUDIT_RETENTION_MONTHS "never" is not valid'],
    [{ PUBLIC_URL: 'example.com' }, 'PUBLIC_URL "example.com" is not valid: give an http or https URL'],
    [{ PUBLIC_URL: 'ftp://example.com' }, 'PUBLIC_URL "ftp://example.com" is not valid'],
    [{ PUBLIC_URL: 'https://example.com/?a=b' }, 'PUBLIC_URL "https://example.com/?a=b" is not valid'],
    [{ PUBLIC_URL: 'https://user@example.com' }, 'PUBLIC_URL "https://user@example.com" is not valid'],
    [
      { PUBLIC_URL: 'https://scim.{tenant}.example.com' },
      'PUBLIC_URL "https://scim.{tenant}.example.com" is not valid',
    ],
    [{ PUBLIC_URL: 'https://{customer}.example.com' }, 'PUBLIC_URL "https://{customer}.example.com" is not valid'],
    [{ PUBLIC_URL: 'https://example.com/%E0{tenant}' }, 'PUBLIC_URL "https://example.com/%E0{tenant}" is not valid'],
    [{ ADMIN_KEY: 'short' }, 'ADMIN_KEY is not valid: give 24 to 256 ASCII characters'],
    [{ ADMIN_KEY: 'with blanks in it, and long enough' }, 'ADMIN_KEY is not valid'],
    [
      { ADMIN_KEY: 'correct-horse-battery-staple', ADMIN_KEY_FILE: keyFile },
      'ADMIN_KEY and ADMIN_KEY_FILE are both given: keep one',
    ],
    [{ ADMIN_KEY_FILE: join(folder, 'missing') }, 'missing", which cannot be read or is empty'],
    [{ ADMIN_KEY_FILE: emptyFile }, 'empty", which cannot be read or is empty'],
    [{ DEMO: 'yes' }, 'DEMO "yes" is not valid: give true or false.'],
    [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL "verbose" is not valid: give one of fatal, error, warn, info, debug, trace.'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY "true" is not valid: give the number of proxies'],
    [{ TRUST_PROXY: '17' }, 'TRUST_PROXY "17" is not valid'],
    [{ TRUST_PROXY: '0.0.0.0/0' }, 'TRUST_PROXY "0.0.0.0/0" is not valid'],
    [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY "10.0.0.0/33" is not valid'],
    [{ RATE_LIMIT: '100' }, 'RATE_LIMIT "100" is not valid: give requests a second and burst'],
    [{ RATE_LIMIT: '0/1' }, 'RATE_LIMIT "0/1" is not valid'],
    [{ RATE_LIMIT: '1/2/3' }, 'RATE_LIMIT "1/2/3" is not valid'],
    [{ LIMITS: '500' }, 'LIMITS "500" is not valid: give name=number, separated by commas'],
    [{ LIMITS: 'pageSize=1001' }, 'LIMITS "pageSize=1001" is not valid'],
    [{ LIMITS: 'pageSize=5,pageSize=6' }, 'LIMITS "pageSize=5,pageSize=6" is not valid'],
    [{ LIMITS: 'pageSize=50,defaultPageSize=80' }, 'LIMITS "pageSize=50,defaultPageSize=80" is not valid'],
    [{ LIMITS: 'constructor=5' }, 'LIMITS "constructor=5" is not valid'],
  ];
  it.each(refused)('refuse %j', (environment, problem) => {
    expect(() => readSettings(environment)).toThrow(problem);
  });

  it('report every problem at once, and show no secret', () => {
    const environment = {
      PORT: 'x',
      ADMIN_KEY: 'hunter2',
      DATABASE_URL: 'mysql://u:hunter2@db/scim',
      AUDIT_KEY: 'hunter2',
      PREVIOUS_AUDIT_KEYS: 'hunter2',
    };
    const lines = messageOf(environment).split('\n');
    expect(lines.map((line) => line.trim().split(' ')[0])).toEqual([
      'The',
      'PORT',
      'DATABASE_URL',
      'AUDIT_KEY',
      'PREVIOUS_AUDIT_KEYS',
      'ADMIN_KEY',
    ]);
    expect(lines.join()).not.toContain('hunter2');
  });
});

function messageOf(environment: Record<string, string>): string {
  try {
    readSettings(environment);
    return '';
  } catch (error) {
    return String((error as Error).message);
  }
}
