import { mirrorSources } from '../attributes/mirror-sources.js';
import { misfit, type MirrorSource } from '../attributes/mirror.js';
import type { AttributeSetting } from '../attributes/attribute-setting.js';
import type { NamingTrace } from '../audit/audit-trail.js';
import { readPath } from '../kernel/path/read-path.js';
import { equal } from '../kernel/resource/equal.js';
import type { Connection, TenantConfig } from '../tenants/tenant-config.js';
import type { ExplainedAttribute } from './explanation.js';
import { nameOf } from './holds.js';
import { inPrecedence } from './leading-resource.js';
import type { CanonicalValue, PersonWithResources } from './person.js';

/** For every field that the tenant keeps: who set it, and why what was received does not stand in it. Pure. */
export function explainAttributes(
  { person, resources }: PersonWithResources,
  config: TenantConfig,
  traces: readonly NamingTrace[],
  backfills: readonly NamingTrace[],
): Readonly<Record<string, ExplainedAttribute>> {
  const sources = mirrorSources(inPrecedence(resources, config.connections, person.emailKey), config);
  const kept = config.attributes.filter(({ enabled }) => enabled);
  return Object.fromEntries(
    kept.map((setting) => {
      const current = Object.hasOwn(person.attributes, setting.key) ? person.attributes[setting.key] : undefined;
      const event = eventOf(setting.key, current, traces, backfills);
      const prevents = explainSources(setting, current, sources, config.connections);
      const explained = { ...valueOf(current), because: becauseOf(current, config.connections), event, prevents };
      return [setting.key, explained] as const;
    }),
  );
}

function valueOf(current: CanonicalValue | undefined) {
  if (!current) return { value: null, setBy: null };
  const { value, provenance, identityProviderId, updatedAt } = current;
  return { value, setBy: provenance, ...(identityProviderId !== undefined && { identityProviderId }), updatedAt };
}

function becauseOf(current: CanonicalValue | undefined, connections: readonly Connection[]): string {
  switch (current?.provenance) {
    case undefined:
      return 'It has no value.';
    case 'administrator':
      return 'An administrator set it.';
    case 'host':
      return 'The application around this service set it.';
    case 'identity_provider': {
      const name = nameOf(current.identityProviderId ?? '', connections);
      return `It is mirrored from what the identity provider ${JSON.stringify(name)} sent.`;
    }
  }
}

/**
 * The last event of the setter that names the field. A value that is younger came by something else: a backfill, or a change of another
 * connection, whose own value went and let this one in.
 */
function eventOf(
  key: string,
  current: CanonicalValue | undefined,
  traces: readonly NamingTrace[],
  backfills: readonly NamingTrace[],
): NamingTrace | null {
  const named = traces.filter(({ name }) => name === key);
  if (!current) return named[0] ?? null;
  const setAt = new Date(current.updatedAt);
  const own = named.find(({ identityProviderId }) => identityProviderId === (current.identityProviderId ?? null));
  if (own && own.occurredAt >= setAt) return own;
  const since = [...backfills.filter(({ name }) => name === key), ...named].filter(
    ({ occurredAt }) => occurredAt >= setAt,
  );
  return since.toSorted((one, other) => Number(one.occurredAt) - Number(other.occurredAt))[0] ?? own ?? null;
}

/** A sentence for each received value that is not the field's, and for one that will replace an administrator's. */
function explainSources(
  setting: AttributeSetting,
  current: CanonicalValue | undefined,
  sources: readonly MirrorSource[],
  connections: readonly Connection[],
): readonly string[] {
  let isDecided = false;
  return sources.flatMap(({ identityProviderId, resource, settings }) => {
    const path = settings.find(({ key }) => key === setting.key)?.path;
    const value = path && readPath(resource, path);
    if (value === undefined || value === null) return [];
    if (current?.identityProviderId === identityProviderId && equal(current.value, value)) {
      isDecided = true;
      return [];
    }
    const reason = misfit(setting, value) ?? whyNot(setting, current, isDecided);
    return [`${JSON.stringify(nameOf(identityProviderId, connections))} sends another value: ${reason}`];
  });
}

function whyNot(
  { mirror, authority }: AttributeSetting,
  current: CanonicalValue | undefined,
  isDecided: boolean,
): string {
  if (!mirror) return 'the field is not mirrored.';
  if (isDecided) return 'an identity provider that comes before it decides.';
  if (current?.provenance !== 'administrator')
    return 'it was received before the field was mirrored; a backfill takes it.';
  return authority === 'administrator'
    ? 'an administrator’s value stays until an administrator clears it.'
    : 'the next change that it pushes replaces the administrator’s.';
}
