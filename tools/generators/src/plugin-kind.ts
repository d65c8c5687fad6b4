import type { PluginKind } from './create-plugin.ts';

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
  exporter: { folder: 'packages/exporters', below: '' },
};
