import { describe, expect, it } from '@jest/globals';
import type { LogEntry } from '../engine/provisioning-log.js';
import { describeReport } from './describe-report.js';
import type { Report } from './report.js';

const CREATED: LogEntry = {
  cycle: 1,
  type: 'User',
  name: 'ana@corp.example',
  action: 'Create',
  status: 'Success',
  reason: 'New in the directory',
};
const REFUSED: LogEntry = {
  ...CREATED,
  action: 'Other',
  status: 'Failure',
  reason: 'EntryConflict: 409 uniqueness taken',
};
const ALTERED = { type: 'User', name: 'ana@corp.example', path: 'title', sent: 'Lead', returned: undefined } as const;

function told(different: Partial<Report>): readonly string[] {
  const report: Report = {
    client: 'Okta',
    url: 'http://127.0.0.1:3000/scim/v2/inbound/1',
    people: 2,
    groups: 0,
    cycles: [{ kind: 'initial', number: 1, happened: {}, requests: 30, seconds: 1.5 }],
    log: [CREATED, { ...CREATED, name: 'ben@corp.example' }],
    drift: [],
    requests: 30,
    waits: 0,
    seconds: 1.5,
    ok: true,
    ...different,
  };
  return describeReport(report)
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, ' | '));
}

describe('the report as text', () => {
  it('says that it was a simulation, how fast it went, and what was done how often', () => {
    const lines = told({});
    expect(lines[0]).toBe('Okta (simulated) to http://127.0.0.1:3000/scim/v2/inbound/1');
    expect(lines).toContain('1 initial | 30 | 1.5 | 20 | –');
    expect(lines).toContain('User | Create | Success | New in the directory | 2');
    expect(lines.at(-1)).toMatch(/^Nothing failed, and nothing came back altered\. .* 30 requests in 1\.5 s\.$/);
  });

  it('shows what failed, and why', () => {
    const lines = told({ log: [REFUSED], ok: false });
    expect(lines).toContain('User ana@corp.example | EntryConflict: 409 uniqueness taken');
    expect(lines.at(-1)).toContain('NOT GREEN: 1 failed, 0 values came back altered.');
  });

  it('shows what was sent, and what came back', () => {
    const lines = told({ drift: [ALTERED], ok: false });
    expect(lines).toContain('User ana@corp.example | title | "Lead" | nothing');
    expect(lines.at(-1)).toContain('0 failed, 1 values came back altered.');
  });

  it('shows twenty of many, and says how many more there are', () => {
    const lines = told({ log: Array.from({ length: 25 }, () => REFUSED), ok: false });
    expect(lines.filter((line) => line.includes('409 uniqueness'))).toHaveLength(20);
    expect(lines).toContain('and 5 more');
  });
});
