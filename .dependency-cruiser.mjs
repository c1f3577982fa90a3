/** Who may import whom. The order of the engine's layers is the order in which data flows; imports only go down. */

/** Each line may import the lines above it, and what is on its own line as far as the other rules allow. */
const layers = [
  ['core'],
  ['document'],
  ['ir'],
  ['ops'],
  ['graph', 'nodes'],
  ['data'],
  ['passes'],
  ['backends'],
  ['runtime'],
  ['interchange', 'tuning', 'script'],
  ['worker'],
];

const tests = '\\.test\\.tsx?$|/testing/';

const layerRules = layers.slice(0, -1).map((layer, depth) => ({
  name: `engine-layer-${layer.join('-and-')}`,
  comment: 'inside engine/ imports go down only',
  severity: 'error',
  from: { path: `^engine/(${layer.join('|')})/`, pathNot: tests },
  to: {
    path: `^engine/(${layers
      .slice(depth + 1)
      .flat()
      .join('|')})/`,
  },
}));

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
    ...layerRules,
    {
      name: 'engine-is-pure',
      comment: 'engine/ needs nothing but itself: no package, no Node, no other folder',
      severity: 'error',
      from: { path: '^engine/', pathNot: tests },
      to: { pathNot: '^engine/' },
    },
    {
      name: 'engine-index-is-for-outside',
      comment: 'from within, the file that is meant is imported; the door would close a cycle',
      severity: 'error',
      from: { path: '^engine/', pathNot: `${tests}|^engine/index\\.ts$` },
      to: { path: '^engine/index\\.ts$' },
    },
    {
      name: 'graph-is-handed-its-registry',
      comment: 'graph/ knows no node type',
      severity: 'error',
      from: { path: '^engine/graph/', pathNot: tests },
      to: { path: '^engine/nodes/' },
    },
    {
      name: 'runtime-knows-no-backend',
      comment: 'runtime/ sees the interface of a backend and the choice, never one of them',
      severity: 'error',
      from: { path: '^engine/runtime/', pathNot: tests },
      to: { path: '^engine/backends/', pathNot: '^engine/backends/(backend|select)\\.ts$' },
    },
    {
      name: 'engine-door',
      comment: 'renderer/ and cli/ enter the engine by its door',
      severity: 'error',
      from: { path: '^(renderer|cli)/' },
      to: { path: '^engine/', pathNot: '^engine/(index|worker/(client|host))\\.ts$' },
    },
    {
      name: 'main-only-bridge',
      comment: 'the desktop knows the bridge, not what lies on either side of it',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(engine|renderer|cli|tests|bench|scripts)/' },
    },
    {
      name: 'bridge-alone',
      comment: 'the contract belongs to neither side',
      severity: 'error',
      from: { path: '^bridge/' },
      to: { path: '^(engine|renderer|cli|main|tests|bench|scripts)/' },
    },
    {
      name: 'renderer-knows-no-process',
      comment: 'the page knows the engine and the bridge; it runs in a browser too',
      severity: 'error',
      from: { path: '^renderer/', pathNot: tests },
      to: { path: '^(main|cli|tests|bench|scripts)/|^node:|^electron$', dependencyTypesNot: [] },
    },
    {
      name: 'renderer-no-core',
      severity: 'error',
      from: { path: '^renderer/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'cli-only-engine',
      severity: 'error',
      from: { path: '^cli/', pathNot: tests },
      to: { path: '^(renderer|main|bridge|tests|bench|scripts)/' },
    },
    {
      name: 'product-needs-no-test',
      severity: 'error',
      from: { path: '^(engine|bridge|renderer|main|cli)/', pathNot: tests },
      to: { path: `${tests}|^tests/` },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'default', 'types'],
    },
  },
};
