import { ENT, GROUP, type ScimClient, USER } from './scim-client.js';

type Body = Readonly<Record<string, unknown>>;

/** Who may be there before a scenario begins, as they are pushed: what a read shows of them, but for what the service adds. */
export const CAST = {
  ana: {
    userName: 'ana@corp.example',
    externalId: 'Ana-001',
    active: true,
    displayName: 'Ana Ruiz',
    title: 'Lead',
    name: { givenName: 'Ana', familyName: 'Ruiz', formatted: 'Ana Ruiz' },
    emails: [
      { type: 'work', value: 'ana@corp.example', primary: true },
      { type: 'home', value: 'ana@home.example' },
    ],
    addresses: [{ type: 'work', streetAddress: '1 Quay', locality: 'Porto' }],
    [ENT]: { department: 'Ops', employeeNumber: '7001' },
  },
  bob: { userName: 'bob@corp.example', externalId: 'Bob-002', active: true },
  kim: { userName: 'kim@corp.example', externalId: 'Kim-003', active: true, displayName: 'Kim Oz' },
  leo: { userName: 'leo@corp.example', active: true },
  old: { userName: 'old@corp.example', externalId: 'Old-005', active: false },
  ops: { displayName: 'Ops', externalId: 'g-ops', members: ['{ana}', '{bob}'] },
  empty: { displayName: 'Empty' },
} as const satisfies Record<string, Body>;

export type Name = keyof typeof CAST;

export const { ana: ANA, bob: BOB, kim: KIM, leo: LEO, old: OLD } = CAST;

const GROUPS: readonly Name[] = ['ops', 'empty'];

/** Where the resources of somebody's kind are. */
export function endpointOf(name: Name): '/Users' | '/Groups' {
  return GROUPS.includes(name) ? '/Groups' : '/Users';
}

/** A user as a client sends them, with the schemas that they need. */
export function sent(body: Body): Body {
  return { schemas: ENT in body ? [USER, ENT] : [USER], ...body };
}

/** Puts them there, in this order, and answers their ids by name; a group's members must have come before it. */
export async function gather(client: ScimClient, names: readonly Name[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const name of names) {
    const { status, text, body } = await client.post(endpointOf(name), bodyOf(name, ids));
    if (status !== 201) throw new Error(`${name} could not be put there: ${status} ${text}`);
    ids.set(name, body.id);
  }
  return ids;
}

function bodyOf(name: Name, ids: ReadonlyMap<string, string>): Body {
  if (endpointOf(name) === '/Users') return sent(CAST[name]);
  if (name !== 'ops') return { schemas: [GROUP], ...CAST[name] };
  const members = CAST.ops.members.flatMap((member) => ids.get(member.slice(1, -1)) ?? []);
  return { schemas: [GROUP], ...CAST.ops, members: members.map((value) => ({ value })) };
}
