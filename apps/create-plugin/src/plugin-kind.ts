/** The public kinds of plugins, each with what a plugin of it is called in a sentence, and the function of `@knotwork/plugin` that declares one. */
export const KINDS = {
  basis: { words: 'basis', define: 'defineBasis' },
  edge: { words: 'edge core', define: 'defineEdge' },
  layer: { words: 'layer core', define: 'defineLayer' },
  grid: { words: 'grid strategy', define: 'defineGridStrategy' },
  regularizer: { words: 'regularizer', define: 'defineRegularizer' },
  optimizer: { words: 'optimizer', define: 'defineOptimizer' },
  loss: { words: 'loss', define: 'defineLoss' },
  dataset: { words: 'data set', define: 'defineDataSet' },
  function: { words: 'function of one variable', define: 'defineFunction' },
  exporter: { words: 'exporter', define: 'defineExporter' },
} as const;

export type PluginKind = keyof typeof KINDS;

/** Whether there is such a kind among the public ones. */
export const isPluginKind = (kind: string): kind is PluginKind => Object.hasOwn(KINDS, kind);
