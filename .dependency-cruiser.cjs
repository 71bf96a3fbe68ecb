/** Who may know whom. A rule that is broken says in its comment what was meant. */

const SPEC = '\\.spec\\.ts$';
const RUNNING = '\\.(module|controller|service|repository|guard|pipe|filter)\\.ts$';
const OURS = '^(src|test|ormconfig)';

/** Data and pure functions go anywhere; what runs, and needs something to run, is only known to what stands above it. */
const LAYERS = [
  'kernel',
  'database',
  'audit',
  'hooks',
  'tenants|attributes|directory|memberships',
  'tokens',
  'provisioning',
  'edge',
  'search',
  'scim-users|scim-groups|discovery',
  'bulk',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other share a third. A type leaves no trace at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody uses is not needed.',
      severity: 'error',
      from: { orphan: true, pathNot: [SPEC, '^src/main\\.ts$', '^ormconfig\\.ts$'] },
      to: {},
    },
    {
      name: 'kernel-is-pure',
      comment: 'The kernel is only the RFCs: no package, no Node, nothing of ours beside it.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: SPEC },
      to: { pathNot: '^src/kernel/' },
    },
    {
      name: 'database-knows-no-table',
      comment: 'How we speak to PostgreSQL. Of ours it may know the SQL and the errors of the kernel.',
      severity: 'error',
      from: { path: '^src/database/', pathNot: SPEC },
      to: { path: OURS, pathNot: ['^src/database/', '^src/kernel/(sql|error)/'] },
    },
    {
      name: 'controllers-delegate',
      comment: 'A controller asks a service; it sees neither repositories nor entities.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|entity)\\.ts$' },
    },
    {
      name: 'tables-have-one-door',
      comment:
        "A feature's repository is its own; others ask its service. Provisioning composes the SQL of all, search serves all.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: ['^src/provisioning/', SPEC] },
      to: { path: '^src/[^/]+/.*\\.repository\\.ts$', pathNot: ['^src/$1/', '^src/search/'] },
    },
    {
      name: 'main-uses-the-public-door',
      comment: 'The standalone server is a host like any other.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: OURS, pathNot: ['^src/(index\\.ts$|standalone/)', '^ormconfig\\.ts$'] },
    },
    {
      name: 'standalone-uses-the-public-door',
      comment: 'Whatever a host cannot do, the standalone server cannot do either.',
      severity: 'error',
      from: { path: '^src/standalone/' },
      to: { path: OURS, pathNot: ['^src/(index\\.ts$|standalone/)', '^ormconfig\\.ts$'] },
    },
    {
      name: 'package-is-without-standalone',
      comment: 'What only the standalone server needs must not come to a host.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/standalone/', reachable: true },
    },
    {
      name: 'simulator-knows-http-only',
      comment: 'It plays a client: whatever it knows of the service, it has from the wire.',
      severity: 'error',
      from: { path: '^src/simulator/' },
      to: { path: OURS, pathNot: '^src/simulator/' },
    },
    {
      name: 'nobody-needs-the-simulator',
      comment: 'It is a program of its own, and no part of the package.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/simulator/' },
      to: { path: '^src/simulator/' },
    },
    {
      name: 'package-brings-its-dependencies',
      comment: 'What the package imports is among its dependencies or peers; a host does not install our tools.',
      severity: 'error',
      from: { path: '^src/', pathNot: [SPEC, '^src/(standalone|simulator)/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'tests-stay-outside',
      comment: 'The product knows neither its tests nor its benchmark.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: ['^(test|bench)/', SPEC] },
    },
    ...LAYERS.map((layer, index) => ({
      name: `${layer.replaceAll('|', '-')}-looks-down`,
      comment: 'Dependencies point down.',
      severity: 'error',
      from: { path: `^src/(${layer})/`, pathNot: SPEC },
      to: {
        path: `^src/(${LAYERS.slice(index + 1)
          .concat('admin', 'standalone')
          .join('|')})/.*${RUNNING}`,
      },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
