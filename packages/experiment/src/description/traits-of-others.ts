import { countOperations, evaluate, trace } from '@knotwork/algebra';
import {
  callPlugin, type EdgeDefinition, type ExporterDefinition, type FunctionDefinition, type GridStrategyDefinition, inFull, type LayerDefinition, type LossDefinition, type MetricDefinition,
  type OptimizerDefinition, type RegularizerDefinition, soundClaims, type Trait,
} from '@knotwork/plugin';
import { matrixOf } from '@knotwork/training';

type Options = Readonly<Record<string, unknown>>;

export function traitsOfEdge(edge: EdgeDefinition, options: Options): readonly Trait[] {
  const { base, basisWeight } = callPlugin(edge, 'compose', () => edge.compose(options));
  const sum = `${basisWeight ? 'w_s ' : ''}sum_i c_i B_i(x)`;
  return [
    { title: 'formula', value: base === null ? sum : `w_b b(x) + ${sum}` },
    { title: 'base function b', value: base === null ? 'none' : base.kind },
    { title: 'trained besides coefficients', value: String(Number(base !== null) + Number(basisWeight)) },
  ];
}

export function traitsOfLayer(layer: LayerDefinition, options: Options): readonly Trait[] {
  const offered = { basis: { kind: 'offered' }, edge: { kind: 'offered' }, inputMap: 'interval', outside: 'linear' } as const;
  const terms = callPlugin(layer, 'terms', () => layer.terms(options, offered, { inputs: 2, sums: 2 }));
  const takes = terms.some(({ basis }) => basis.kind === offered.basis.kind);
  return [
    { title: 'terms per edge', value: String(terms.length) },
    { title: "uses the network's basis", value: takes ? 'yes' : 'no' },
    { title: 'node formula', value: nodeText(layer, options) },
  ];
}

/** What nodes make of their sums, in a layer of four nodes with two inputs. */
function nodeText(layer: LayerDefinition, options: Options): string {
  const activation = callPlugin(layer, 'activation', () => layer.activation?.(options) ?? null);
  const groups = callPlugin(layer, 'nodes', () => layer.nodes?.(options, { inputs: 2, outputs: 4 }) ?? [{ count: 4, arity: 1 }]);
  const texts = groups.filter(({ count }) => count > 0).map(({ arity, formula }) => {
    if (formula === undefined) return activation === null ? 'the sum itself' : 'the sum';
    return arity === 1 ? 'a formula of the sum' : `a formula of ${arity} sums`;
  });
  const text = [...new Set(texts)].join(' or ');
  return activation === null ? text : `${inFull(activation).kind} of ${text}`;
}

const KNOTS: Readonly<Record<GridStrategyDefinition['capabilities']['knots'], string>> = {
  even: 'the interval moves, knots stay even', own: 'every input gets knots of its own', none: 'nothing moves',
};

export function traitsOfGrid(grid: GridStrategyDefinition): readonly Trait[] {
  return [
    { title: 'what moves', value: KNOTS[grid.capabilities.knots] },
    { title: 'bases', value: grid.capabilities.knots === 'own' ? 'with knots of their own' : 'any' },
  ];
}

const STATISTICS: Readonly<Record<RegularizerDefinition['statistic'], string>> = {
  rms: "root mean square of an edge's outputs", sd: "standard deviation of an edge's outputs", outputShare: "share of an output's spread that flows through an edge",
  roughness: 'integral of a squared derivative over the domain', meanAbs: "mean absolute value of an edge's outputs",
};

export function traitsOfRegularizer({ statistic, scope }: RegularizerDefinition): readonly Trait[] {
  return [
    { title: 'of', value: STATISTICS[statistic] },
    { title: 'combined per', value: scope },
    { title: 'optimizers', value: statistic === 'meanAbs' ? 'of first order' : 'any' },
  ];
}

export function traitsOfOptimizer(optimizer: OptimizerDefinition, options: Options): readonly Trait[] {
  switch (optimizer.method) {
    case 'update': return [
      { title: 'order', value: 'first: an update of each parameter' }, { title: 'needs', value: 'any loss, any batch' },
      { title: 'remembers', value: optimizer.slots.length === 0 ? 'nothing' : `${optimizer.slots.length} ${optimizer.slots.length === 1 ? 'number' : 'numbers'} per parameter` },
    ];
    case 'normal-equations': return [
      { title: 'order', value: 'second: damped normal equations' }, { title: 'needs', value: 'a loss with curvature, the full batch' },
      { title: 'remembers', value: 'a matrix, parameters squared' },
    ];
    case 'quasi-newton': return [
      { title: 'order', value: 'between: curvature from past gradients' }, { title: 'needs', value: 'a smooth loss, the full batch' },
      { title: 'remembers', value: matrixOf({ definition: optimizer, options }) === null ? 'some pairs of vectors' : 'a matrix, parameters squared' },
    ];
  }
}

export function traitsOfLoss({ form, task }: LossDefinition): readonly Trait[] {
  return [
    { title: 'form', value: form === 'residuals' ? 'half the mean square of residuals' : 'mean of a formula' },
    { title: 'task', value: task ?? 'regression' },
  ];
}

export function traitsOfMetric({ task }: MetricDefinition): readonly Trait[] {
  return [{ title: 'task', value: task ?? 'any' }];
}

export function traitsOfFunction(f: FunctionDefinition, options: Options): readonly Trait[] {
  const traced = trace(['x'], (x) => ({ y: callPlugin(f, 'apply', () => f.apply(x!, options), ['x']) }));
  const { simple, multiply, divide, transcendental } = countOperations(traced);
  return [
    ...claimsOf(f, options),
    ...[-2, -1, 0, 1, 2].map((x): Trait => ({ title: `at ${x}`, value: rounded(evaluate(traced, { x })['y']!) })),
    { title: 'operations', value: `${simple + multiply + divide} arithmetic, ${transcendental} transcendental` },
  ];
}

/** What it claims, which a search for equations goes by. */
function claimsOf(f: FunctionDefinition, options: Options): readonly Trait[] {
  const { expression = `${f.name}(x)`, domain, mirror, period, scaling, shift, complexity } = soundClaims(f.name, callPlugin(f, 'claims', () => f.claims?.(options) ?? {}));
  const same = [
    ...(mirror === undefined ? [] : [mirror]), ...(period === undefined ? [] : [`period ${rounded(period)}`]), ...(scaling ? ['f(s x) = A f(x) + B'] : []),
    ...(shift === undefined ? [] : [shift === 'itself' ? 'f(x + t) = A f(x) + B' : 'f(x + t) = A f(x) + B f\'(x) + C']),
  ];
  return [
    { title: 'written', value: `\`${expression}\`` }, { title: 'domain', value: domain === undefined ? 'all numbers' : `${rounded(domain[0])} to ${rounded(domain[1])}` },
    { title: 'claims', value: same.join('; ') || 'nothing' }, { title: 'far-fetched by', value: complexity === undefined ? 'not said' : `${complexity} nats` },
  ];
}

const rounded = (v: number): string => String(Number(v.toPrecision(3)));

export function traitsOfExporter(exporter: ExporterDefinition, options: Options): readonly Trait[] {
  const precision = callPlugin(exporter, 'precision', () => exporter.precision(options));
  return [{ title: 'file', value: `\`${exporter.extension}\`` }, { title: 'agrees to', value: { double: '1e-12', single: '1e-5', quantized: 'what its options say; told when exporting' }[precision] }];
}
