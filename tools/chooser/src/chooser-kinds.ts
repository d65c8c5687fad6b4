import type { Catalog, Kind } from '@knotwork/plugin';

/** A page of its own, and the words on it that no plugin can know. */
export interface ChooserKind {
  readonly kind: Kind;
  /** File name in `docs/choose`. */
  readonly file: string;
  readonly title: string;
  /** What the kind is, where an experiment file names it, and what its columns mean. */
  readonly about: string;
}

/** The kinds of the contract; experiments name their engine, and there is nothing to choose between. */
const OF_THE_CONTRACT: readonly ChooserKind[] = [
  {
    kind: 'basis', file: 'bases.md', title: 'Choose a basis',
    about: `A basis is the family of functions that every edge combines: \`network.basis\`. Numbers are those of the default options.

- **support**: of a local basis only a few functions are not zero at any x. Its cost does not grow with the resolution, and data in one
  place changes the function there alone. Of a global one every function works everywhere: it needs fewer coefficients for smooth
  functions.
- **error falls like**: the error of the best fit of a smooth function, h the width of an interval, where the basis claims an
  order.
- **derivatives**: those whose squares have an integral, so that the regularizer \`roughness\` may ask for them.
- **constants**: where they are in the span, nodes have no trained bias.
- **when the domain moves**: how an edge stays the function it was when the grid under it follows the activations.
- **knots of its own**: whether the grid strategies that place single knots work with it.
- **smoothing**: the differences of coefficients that the penalty \`smoothing\` takes.
- **shape parameters**: what functions have besides the coefficients before them, such as a frequency, and what shares one value.
- **operations**: of one evaluation of all live functions, read off the formula.`,
  },
  {
    kind: 'edge', file: 'edges.md', title: 'Choose an edge',
    about: 'An edge core says what an edge is besides the sum of its basis functions: `network.edge`. A base function gives it a shape of its own before the basis has learned anything, and outside the grid.',
  },
  {
    kind: 'layer', file: 'layers.md', title: 'Choose a layer',
    about: 'A layer core says which terms every edge sums, and what a node does with its sums: `network.layer`, and `network.layers` for single layers.',
  },
  {
    kind: 'grid', file: 'grids.md', title: 'Choose a grid strategy',
    about: 'A grid strategy says when and where the grids of a network move while it is trained: `grid` of a stage. More on what they do is in [grids](../grids.md).',
  },
  {
    kind: 'regularizer', file: 'regularizers.md', title: 'Choose a regularizer',
    about: 'A regularizer is a penalty on edges, a formula of one statistic of each: `regularizers` of a stage. None is on unless the file or a preset says so.',
  },
  {
    kind: 'optimizer', file: 'optimizers.md', title: 'Choose an optimizer',
    about: 'An optimizer changes parameters step by step: `optimizer` of a stage. A step of second order costs more and brings more; it pays while the unknowns are some hundred or thousand.',
  },
  {
    kind: 'loss', file: 'losses.md', title: 'Choose a loss',
    about: 'A loss is what training minimizes, in standardized units of the targets: `loss` of a stage.',
  },
  {
    kind: 'dataset', file: 'datasets.md', title: 'Choose a data set',
    about: 'A data set gives rows for training, validation and test: `dataset`.',
  },
  {
    kind: 'function', file: 'functions.md', title: 'Choose a function',
    about: `A function of one variable is the base function of an edge, \`network.edge.base\`, the formula of a node, or what an edge is read as in an [equation](../symbolic.md).

- **written**: as it stands in an equation.
- **domain**: where it is finite.
- **claims**: what is known of it, which [the search for equations](../symbolic.md#what-functions-say-of-themselves) goes by.
- **far-fetched by**: how much worse a simpler function must fit before this one is the answer.
- **at -2** and so on: its values.`,
  },
  {
    kind: 'exporter', file: 'exporters.md', title: 'Choose an exporter',
    about: 'An exporter writes a trained network for other programs: `knotwork export DIR --to NAME`. How what it writes is called is in [export](../export.md); the column says how large an error it may have, relative to the outputs.',
  },
  {
    kind: 'initializer', file: 'initializers.md', title: 'Choose an initializer',
    about: 'An initializer fills a network before training: `network.initializer`. Experimental: plugin packages should not count on this kind.',
  },
  {
    kind: 'metric', file: 'metrics.md', title: 'Metrics',
    about: "Metrics say how good predictions are, in the user's units. Those that fit the task are all reported. Experimental: plugin packages should not count on this kind.",
  },
  {
    kind: 'importer', file: 'importers.md', title: 'Importers',
    about: 'An importer reads a network that another program trained: `knotwork import FILE --from NAME --out DIR`. How networks are saved there, and what is expressed, is in [import](../import.md). Experimental: plugin packages should not count on this kind.',
  },
];

/** A page for every kind that there are plugins of: those of the contract, then those that packages declare, as they say it themselves. */
export function chooserKinds(catalog: Catalog): readonly ChooserKind[] {
  const declared = catalog.kinds.flatMap((kind): ChooserKind[] => {
    const own = catalog.declared(kind);
    return own === undefined ? [] : [{ kind, file: `${kind}s.md`, title: `Choose ${kind}s`, about: own.about }];
  });
  return [...OF_THE_CONTRACT, ...declared];
}
