import fc from 'fast-check';
import { ENT, GROUP, PATCH, USER } from '../support/scim-client.js';

/** A request as it goes over the wire, below the base URL of a connection. */
export interface HostileRequest {
  readonly method: string;
  /** Sent as it is: nothing of it is encoded on the way. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Who is there to be aimed at. */
export interface Aims {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly cursor: string;
}

const NUL = String.fromCharCode(0);
const LONE_SURROGATE = '\ud800';

const WORDS = [
  ...['', ' ', NUL, `a${NUL}b`, LONE_SURROGATE, '\u202eevil', '𝔘𝔫𝔦', 'İ', 'ß', '\ufeff', 'null', 'true', '-0', '1e999'],
  ...[
    "' OR 1=1 --",
    "'); DROP TABLE x; --",
    '$1',
    '${x}',
    '{{x}}',
    '%',
    '_',
    '\\',
    '"',
    '*',
    '%00',
    '../../etc/passwd',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '=cmd()',
    '<script>',
    'x'.repeat(300),
    'é'.repeat(70_000),
  ],
  ...['2026-02-30T00:00:00Z', '9999999999999999999999', '00000000-0000-0000-0000-000000000000', 'ana@corp.example'],
];

const ATTRIBUTES = [
  ...[
    'userName',
    'externalId',
    'active',
    'emails',
    'emails.value',
    'emails[type eq "work"].value',
    'name.givenName',
    'title',
  ],
  ...[
    'displayName',
    'members',
    'members.value',
    'members[value eq "x"]',
    'groups',
    'groups.display',
    'meta.created',
    'id',
  ],
  ...[
    'password',
    'manager',
    `${ENT}:manager.value`,
    `${ENT}:department`,
    ENT,
    USER,
    `${USER}:userName`,
    'schemas',
    'meta',
  ],
  ...[
    'addresses[type eq "work"]',
    'phoneNumbers',
    'x509Certificates',
    'roles',
    'nobody',
    '__proto__',
    'constructor.name',
  ],
  ...['emails[', 'emails[]', '[', '].', 'a.b.c.d', 'urn:', 'urn:x:y', '$ref', '.', 'userName ', 'USERNAME'],
];

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr', 'EQ', 'xx', ''];

const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 40 }), fc.string());
const attribute = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ATTRIBUTES) }, { weight: 1, arbitrary: word });

/** Any JSON, with words that have hurt others. */
const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -1, 1e308, 0.1, 2 ** 53, [], {}),
    word,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(attribute, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const element = fc.record({ type: word, value, primary: value, display: word }, { requiredKeys: [] });

const user = fc.record(
  {
    schemas: fc.oneof(fc.constant([USER]), fc.constant([USER, ENT]), value),
    userName: fc.oneof(fc.uuid(), word, value),
    externalId: fc.oneof(fc.uuid(), value),
    active: fc.oneof(fc.boolean(), fc.constantFrom('True', 'False', 'maybe'), value),
    name: value,
    emails: fc.oneof(fc.array(element, { maxLength: 3 }), value),
    [ENT]: value,
    meta: value,
    id: value,
    groups: value,
    password: value,
  },
  { requiredKeys: [] },
);

const operation = fc.record(
  { op: fc.oneof(fc.constantFrom('add', 'Replace', 'REMOVE'), value), path: fc.oneof(attribute, value), value },
  { requiredKeys: [] },
);

const patch = fc.record(
  {
    schemas: fc.oneof(fc.constant([PATCH]), value),
    Operations: fc.oneof(fc.array(operation, { maxLength: 5 }), value),
  },
  { requiredKeys: ['Operations'] },
);

/** Bytes that are no JSON, or JSON that is no request. */
const bytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  user.chain((body) => {
    const text = JSON.stringify(body);
    return fc.nat(text.length).map((end) => Buffer.from(text.slice(0, end)));
  }),
  fc.integer({ min: 1, max: 50_000 }).map((depth) => Buffer.from('['.repeat(depth))),
  fc.integer({ min: 1, max: 5_000 }).map((depth) => Buffer.from(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)),
  fc
    .constantFrom(
      ...[
        '{"__proto__":{"userName":"x"}}',
        '{"userName":"a","userName":"b"}',
        '{"userName":"\\ud800"}',
        '\ufeff{}',
        'NaN',
        '{"a":1e400}',
      ],
    )
    .map((text) => Buffer.from(text)),
);

function json(body: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { weight: 5, arbitrary: body.map((each) => Buffer.from(JSON.stringify(each))) },
    { weight: 1, arbitrary: bytes },
  );
}

const filter: fc.Arbitrary<string> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    fc
      .tuple(
        attribute,
        fc.constantFrom(...OPERATORS),
        fc.oneof(
          word.map((each) => JSON.stringify(each)),
          word,
        ),
      )
      .map((parts) => parts.join(' ')),
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or', 'OR', 'xor'), tie('filter')).map((parts) => parts.join(' ')),
    tie('filter').map((inner) => `not (${inner})`),
    tie('filter').map((inner) => `(${inner})`),
    fc.tuple(attribute, tie('filter')).map(([path, inner]) => `${path}[${inner}]`),
    word,
  ),
})).filter;

const number = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('', '0', '-1', '1e3', '9'.repeat(40), 'NaN', '1.5'),
  word,
);

/** What comes as text is encoded as a client does, or left as it is where that can be sent at all. */
const encoded = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.boolean())
    .map(([each, isRaw]) => (isRaw ? each.replace(UNSENDABLE, '') : encodeURIComponent(each.replace(SURROGATE, '?'))));
const SURROGATE = /\p{Surrogate}/gu;
const UNSENDABLE = /[^\u0021-\u00ff]|#/gu;

/** Node itself refuses more than 16 KiB of headers, and closes the connection. */
const MAX_TARGET = 10_000;

const SCIM = { 'content-type': 'application/scim+json' };

/** One kind of hostility each, aimed at who is there. */
export function hostileRequests({
  users,
  groups,
  cursor,
}: Aims): Readonly<Record<string, fc.Arbitrary<HostileRequest>>> {
  const userPath = fc.constantFrom(...users).map((id) => `/Users/${id}`);
  const groupPath = fc.constantFrom(...groups).map((id) => `/Groups/${id}`);
  const anyId = fc.oneof(
    userPath,
    groupPath,
    encoded(word).map((id) => `/Users/${id}`),
  );
  const member = fc.record(
    { value: fc.oneof(fc.constantFrom(...users, ...groups), value), type: value },
    { requiredKeys: [] },
  );
  const group = fc.record(
    {
      schemas: fc.oneof(fc.constant([GROUP]), value),
      displayName: fc.oneof(fc.uuid(), value),
      members: fc.oneof(fc.array(member), value),
    },
    { requiredKeys: [] },
  );
  const requests = (method: fc.Arbitrary<string>, target: fc.Arbitrary<string>, body?: fc.Arbitrary<Buffer>) =>
    fc.record({
      method,
      target: target.map((each) => each.slice(0, MAX_TARGET)),
      headers: fc.constant(body ? SCIM : {}),
      body: body ?? fc.constant(undefined),
    });
  const listed = fc.constantFrom('/Users', '/Groups', '/');
  const query = fc
    .record(
      {
        ...{ filter: encoded(filter), startIndex: encoded(number), count: encoded(number), sortBy: encoded(attribute) },
        ...{
          sortOrder: encoded(word),
          attributes: encoded(attribute),
          excludedAttributes: encoded(attribute),
          cursor: encoded(word),
        },
      },
      { requiredKeys: [] },
    )
    .map((parts) =>
      Object.entries(parts)
        .map((pair) => pair.join('='))
        .join('&'),
    );
  return {
    'bodies of users': requests(fc.constantFrom('POST'), fc.constant('/Users'), json(user)),
    'bodies of groups': requests(fc.constant('POST'), fc.constant('/Groups'), json(group)),
    replacements: fc.oneof(
      requests(fc.constant('PUT'), userPath, json(user)),
      requests(fc.constant('PUT'), groupPath, json(group)),
    ),
    patches: requests(fc.constant('PATCH'), anyId, json(patch)),
    filters: requests(
      fc.constant('GET'),
      fc.tuple(listed, encoded(filter)).map(([path, each]) => `${path}?filter=${each}`),
    ),
    queries: requests(
      fc.constantFrom('GET', 'HEAD'),
      fc.tuple(fc.oneof(listed, anyId), query).map((parts) => parts.join('?')),
    ),
    searches: requests(
      fc.constant('POST'),
      fc.constantFrom('/.search', '/Users/.search', '/Groups/.search'),
      json(searchOf(filter)),
    ),
    bulks: requests(fc.constant('POST'), fc.constant('/Bulk'), json(bulkOf(fc.oneof(anyId, word)))),
    paths: requests(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'), pathOf()),
    headers: fc.record({
      method: fc.constantFrom('GET', 'POST', 'PATCH'),
      target: fc.oneof(listed, anyId),
      headers: headers(),
      body: fc.option(json(user), { nil: undefined }),
    }),
    cursors: requests(
      fc.constant('GET'),
      cursors(cursor).map((each) => `/Users?count=1&cursor=${each}`),
    ),
  };
}

function searchOf(filters: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.record(
    {
      schemas: value,
      filter: fc.oneof(filters, value),
      startIndex: value,
      count: value,
      sortBy: fc.oneof(attribute, value),
      attributes: fc.oneof(fc.array(attribute), value),
      cursor: value,
    },
    { requiredKeys: [] },
  );
}

function bulkOf(path: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const each = fc.record(
    {
      method: fc.oneof(fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'get'), value),
      path: fc.oneof(path, fc.constant('/Users')),
      bulkId: value,
      data: fc.oneof(user, patch, value),
    },
    { requiredKeys: [] },
  );
  const schema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
  return fc.record(
    {
      schemas: fc.constant([schema]),
      failOnErrors: value,
      Operations: fc.oneof(fc.array(each, { maxLength: 5 }), value),
    },
    { requiredKeys: ['Operations'] },
  );
}

function pathOf(): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.constantFrom(
      'Users',
      'Groups',
      'Me',
      'Schemas',
      'ResourceTypes',
      'ServiceProviderConfig',
      '..',
      '.',
      '%2e%2e',
      '%2F',
      '%',
      ';',
    ),
    encoded(word),
  );
  return fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
}

function headers(): fc.Arbitrary<Record<string, string>> {
  const text = word.map((each) => each.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/gu, '').slice(0, 600));
  return fc.record(
    {
      ...{
        'content-type': text,
        accept: text,
        'if-match': text,
        'if-none-match': text,
        'x-forwarded-for': text,
        'x-request-id': text,
      },
      ...{
        'content-encoding': fc.oneof(text, fc.constantFrom('gzip', 'deflate', 'br')),
        'accept-encoding': text,
        cookie: text,
      },
      ...{
        'x-forwarded-proto': text,
        'x-forwarded-host': text,
        origin: text,
        range: text,
        'x-http-method-override': text,
      },
      authorization: fc.oneof(
        text,
        text.map((each) => `Bearer ${each}`),
      ),
    },
    { requiredKeys: [] },
  );
}

/** One that was given out, changed in a place; or whatever. */
function cursors(given: string): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.nat(given.length - 1), fc.constantFrom(...'AZaz09-_.~'))
    .map(([at, letter]) => given.slice(0, at) + letter + given.slice(at + 1));
  return fc.oneof(
    changed,
    fc.nat(given.length).map((end) => given.slice(0, end)),
    fc.constant(given + given),
    encoded(word),
  );
}
