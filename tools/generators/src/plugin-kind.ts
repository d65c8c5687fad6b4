/** A kind of plugin that has a generator: the first nine, public kinds. */
export type PluginKind = 'basis' | 'edge' | 'layer' | 'grid' | 'regularizer' | 'optimizer' | 'loss' | 'dataset' | 'function';

/** Where plugins of the kinds live that share a package: the package's folder, and theirs below its `src`, with a slash at its end. */
export const HOMES: Readonly<Record<Exclude<PluginKind, 'basis'>, { readonly folder: string; readonly below: string }>> = {
  edge: { folder: 'packages/cores', below: 'edges/' },
  layer: { folder: 'packages/cores', below: 'layers/' },
  grid: { folder: 'packages/grids', below: '' },
  regularizer: { folder: 'packages/regularizers', below: '' },
  optimizer: { folder: 'packages/optimizers', below: '' },
  loss: { folder: 'packages/losses', below: '' },
  dataset: { folder: 'packages/datasets', below: '' },
  function: { folder: 'packages/functions', below: '' },
};

/** The function of `@knotwork/plugin` that declares a plugin of each kind. */
export const DEFINE: Readonly<Record<PluginKind, string>> = {
  basis: 'defineBasis', edge: 'defineEdge', layer: 'defineLayer', grid: 'defineGridStrategy', regularizer: 'defineRegularizer',
  optimizer: 'defineOptimizer', loss: 'defineLoss', dataset: 'defineDataSet', function: 'defineFunction',
};
