'use strict';
// Dependencies point downwards only:
//   cli, notebook → papers, bench → training, results, figures → methods → losses, models, data → engine → formats → base
// theory stands apart: everything may use it, it uses base alone. Only the engine loads TensorFlow.
const LAYERS = [
  ['cli', 'notebook'],
  ['papers', 'bench'],
  ['training', 'results', 'figures'],
  ['methods'],
  ['losses', 'models', 'data'],
  ['engine'],
  ['formats'],
  ['base'],
];

const folder = (names) => `^lib/(${names.join('|')})/`;

/** For each layer: no import of a layer above it. */
const downwards = LAYERS.slice(1).map((layer, index) => ({
  name: `${layer.join('-')}-upwards`,
  comment: `${layer.join(', ')} must not use ${LAYERS.slice(0, index + 1)
    .flat()
    .join(', ')}`,
  severity: 'error',
  from: { path: folder(layer) },
  to: { path: folder(LAYERS.slice(0, index + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...downwards,
    {
      name: 'base-alone',
      severity: 'error',
      from: { path: folder(['base']) },
      to: { path: '^lib/', pathNot: folder(['base']) },
    },
    {
      name: 'theory-alone',
      comment: 'theory also runs in a page: base is all it may use',
      severity: 'error',
      from: { path: folder(['theory']) },
      to: { path: '^lib/', pathNot: folder(['theory', 'base']) },
    },
    {
      name: 'tensorflow-only-in-engine',
      comment:
        'at run time TensorFlow is loaded by lib/engine alone (set-up only tries it); `import type` is free',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/(engine/|setup/engine-check\\.cjs$)' },
      to: { path: '@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'independent',
      comment: 'losses, models and data do not know each other',
      severity: 'error',
      from: { path: '^lib/(losses|models|data)/' },
      to: { path: '^lib/(losses|models|data)/', pathNot: '^lib/$1/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'library-without-tests',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'types', 'default'],
      mainFields: ['main', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
