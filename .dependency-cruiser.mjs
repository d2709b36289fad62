// Who may import whom: the table of CONTRIBUTING.md as rules. `npm run check` holds every file to it.
const pure = '^domain/(shared/(errors|machine|money|slice|actor)|[^/]+/[^/]+\\.(machine|plan))\\.ts$';
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule(
      'domain-stands-alone',
      { path: '^domain/' },
      { path: '^(api|workflows|activities|workers|adapters|temporal|scripts|tests)/' },
    ),
    rule(
      'domain-knows-no-sdk',
      { path: '^domain/' },
      { path: 'node_modules/', pathNot: 'node_modules/(zod|@mikro-orm/core)/', dependencyTypesNot: ['type-only'] },
    ),
    rule('pure-is-pure', { path: pure }, { pathNot: pure }),
    rule(
      'workflows-are-pure',
      { path: '^workflows/' },
      { pathNot: ['^workflows/', pure, '/@temporalio/(workflow|common)/'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'contracts-only',
      { path: '^(api|adapters)/' },
      { path: '^(activities|workers|workflows/(?!kernel/|[^/]+/contract\\.ts$))' },
    ),
    rule(
      'activities-are-given-their-world',
      { path: '^activities/' },
      { path: '^(api|adapters|workers|workflows/[^/]+/workflow)' },
    ),
    rule(
      'activity-groups-are-strangers',
      { path: '^activities/([^/]+)/' },
      { path: '^activities/', pathNot: '^activities/($1|kernel)/' },
    ),
    rule('faces-are-strangers', { path: '^api/faces/([^/]+)/' }, { path: '^api/faces/', pathNot: '^api/faces/$1/' }),
    rule(
      'adapters-are-injected',
      { path: '^(api|activities|domain)/', pathNot: '^api/main\\.ts$' },
      { path: '^adapters/' },
    ),
    rule(
      'media-stays-put',
      { pathNot: '^(adapters/media|tests|scripts)/' },
      { path: 'node_modules/(sharp|fluent-ffmpeg)/' },
    ),
    rule('nobody-imports-tests', { pathNot: '^tests/' }, { path: '^tests/' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|docs|adapters/media/kernel/assembly)/' },
  },
};
