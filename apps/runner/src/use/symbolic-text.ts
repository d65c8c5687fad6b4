import { exprOfSteps, formula, input as variable, plainWriting, statements } from '@knotwork/algebra';
import { type BesideOthers, besideOthers, equationCautions, weighedText } from '@knotwork/experiment/texts';
import type { Model } from '@knotwork/model';
import type { AffineMap, OutputConditions, VariableMap } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { type EdgeOfReport, edgesOf, type ReportRequest } from '@knotwork/report';
import { edgeText, type Equation, type Suggestion } from '@knotwork/symbolic';
import { DIFFERS, errorsAsPrinted, frontText, legend } from '../run-report.js';
import { digits, table } from '../table.js';
import { shortened, type Terminal, wrapped } from './terminal.js';
import { sparkline } from './text-plots.js';

/** Candidates of an edge, edges and constants that are told. */
const MOST_CANDIDATES = 6;
const MOST_EDGES = 40;
const MOST_CONSTANTS = 30;
const NAME = 24;
/** Digits of a number that is read back as it is. */
const ALL_DIGITS = 17;
/** Columns that parts and error of an equation take, and that it gets at least. */
const BESIDE_ERROR = 24;
const LEAST_TEXT = 40;
/** Columns that a candidate takes besides its expression. */
const BESIDE = 64;

/** An edge as it is told to programs. */
export interface SymbolicEdge {
  readonly layer: number; readonly from: number; readonly to: number; readonly score: number;
  /** What it is, where it is a function already. */
  readonly text: string | null;
  readonly suggestion: Pick<Suggestion, 'answer' | 'misfit' | 'candidates' | 'nearTies' | 'front'> | null;
}

/** The equation of a run, and what its edges are or may be as functions, the largest scores first. @param equation null where the network is none, @param asked digits of numbers */
export async function symbolicText(request: ReportRequest & { readonly model: Model }, equation: Equation | null, terminal: Terminal, asked?: number | 'all'): Promise<{ readonly lines: string[]; readonly edges: SymbolicEdge[] }> {
  const { model, contents } = request;
  const lines = equation === null ? [] : equationLines(equation, besideOthers(contents.result?.choice), terminal);
  const edges: SymbolicEdge[] = [];
  const all = edgesOf(model, contents);
  if (all.length === 0) lines.push('The network has no edges: it says the same of every row.');
  for (const edge of all.slice(0, MOST_EDGES)) {
    const place = { layer: edge.layer, from: edge.input, to: edge.sum };
    const text = edge.picture.label === undefined ? null : edgeText(model.network.structure, model.network.network.parameters, place, model.catalog, asked === 'all' ? ALL_DIGITS : asked);
    const suggestion = text === null ? await model.suggest(place, { digits: asked }) : null;
    edges.push({ ...place, score: edge.score, text, suggestion });
    lines.push(...lines.length === 0 ? [] : [''], ...edgeLines(edge, text, suggestion, terminal));
  }
  lines.push(...unitsOf(model.network.structure.spec, new Set(all.slice(0, MOST_EDGES).filter(({ layer }) => layer === 0).map(({ input }) => input))));
  if (all.length > MOST_EDGES) lines.push('', `and ${all.length - MOST_EDGES} edges with lower scores: prune the network first`);
  return { lines, edges };
}

/** The equations with their constants, in lines. */
function equationLines({ outputs, inputs }: Equation, beside: BesideOthers | null, terminal: Terminal): string[] {
  return [...outputs.flatMap(({ name, text, constants, noise, difference, outside, front, error, leftOver }) => {
    const shown = constants.filter(({ isExact }) => !isExact).slice(0, MOST_CONSTANTS);
    return [
      ...wrapped(terminal, `${name} = ${text}`, '  '),
      ...(difference === null || difference.largest < DIFFERS ? [] : [`  as printed, at most ${digits(difference.largest)} of its spread from the network, over ${difference.rows} rows`, ...errorsAsPrinted(error)]),
      ...(shown.length === 0 ? [] : table([{ title: 'constant' }, { title: 'standard error' }], shown.map(({ text: written, error: deviation }) => [written, digits(deviation)])).map((line) => `  ${line}`)),
      ...weighedText({ name, noise }, digits).flatMap((line) => wrapped(terminal, `  ${line}`, '    ')),
      ...frontText({ name, text, front, error, noise }, Math.max(LEAST_TEXT, terminal.columns - BESIDE_ERROR)).map((line) => `  ${line}`),
      ...equationCautions({ name, text, front, error, leftOver, constants, outside, noise }, digits, outputs.length === 1 ? beside : null).flatMap((line) => wrapped(terminal, `  ${line}`, '    ')),
    ];
  }), ...legend(inputs)];
}

/** What x is on edges that inputs enter, and what the network's outputs become, where those are not the user's units. */
function unitsOf({ inputs, outputs }: Structure['spec'], shown: ReadonlySet<number>): string[] {
  const isPlain = ({ kind, ...map }: VariableMap): boolean => kind === 'affine' && (map as AffineMap).center === 0 && (map as AffineMap).scale === 1;
  const over = (name: string, { center, scale }: { readonly center: number; readonly scale: number }): string => `(${name} ${center < 0 ? '+' : '-'} ${digits(Math.abs(center))}) / ${digits(scale)}`;
  const of = ({ name, map }: Structure['spec']['inputs'][number]): string => (map.kind === 'rank' ? `the standardized rank of ${name}` : map.kind === 'robust' ? `asinh(${over(name, map)})` : over(name, map));
  const into = inputs.filter(({ map }, i) => shown.has(i) && !isPlain(map)).map((input) => `  ${of(input)}`);
  const outOf = outputs.filter(({ map, conditions }) => !isPlain(map) || conditions !== undefined).map(({ name, map, conditions }) => {
    const held = conditions === undefined ? 'sum' : heldText(conditions, inputs.map(({ name: input, map: own }) => (isPlain(own) ? input : `standardized ${input}`)));
    return `  ${name} = ${isPlain(map) ? held : `${digits(map.scale)} * ${conditions === undefined ? held : `(${held})`} ${map.center < 0 ? '-' : '+'} ${digits(Math.abs(map.center))}`}`;
  });
  return [
    ...(into.length === 0 ? [] : ['', 'x in the expressions of edges from inputs is', ...into]),
    ...(outOf.length === 0 ? [] : ['', 'and of the sum at the end', ...outOf]),
  ];
}

/** What an output that holds conditions by construction is. */
function heldText({ base, factor }: OutputConditions, names: readonly string[]): string {
  const columns = names.map((name) => variable(name));
  const sum = exprOfSteps(base, columns).add(exprOfSteps(factor, columns).mul(variable('sum')));
  const { definitions, results: [text] } = statements(formula([...names, 'sum'], { sum }).roots, plainWriting, (k) => `#${k + 1}`);
  return [text!, ...definitions.map(([name, of]) => `${name} = ${of}`)].join(', where ');
}

function edgeLines({ from, to, score, layer, input, sum, picture: { x, y } }: EdgeOfReport, text: string | null, suggestion: Suggestion | null, terminal: Terminal): string[] {
  const arrow = terminal.isUnicode ? '→' : '->';
  const head = `${shortened(from, NAME)} ${arrow} ${shortened(to, NAME)} (${layer}:${input}-${sum})  score ${digits(score)}  ${sparkline(y, 20, terminal)}  x from ${digits(x[0])} to ${digits(x[x.length - 1])}`;
  if (suggestion === null) return [head, `  is ${text!}`];
  const { candidates, answer } = suggestion;
  return [
    head, ...(answer === null ? ['  no function comes as near as the curve is known; the nearest are'] : []),
    ...table([{ title: 'may be', isText: true }, { title: 'r2' }, { title: 'complexity' }, { title: 'nats behind' }, { title: 'belief' }, { title: 'as an expression', isText: true }],
      candidates.slice(0, MOST_CANDIDATES).map(({ name, r2, complexity, excessLength, probability, text: written }) => [
        name, r2 > 0.9995 ? r2.toFixed(7) : digits(r2), complexity.toFixed(1), excessLength.toFixed(1), probability.toFixed(3), shortened(written, Math.max(24, terminal.columns - BESIDE)),
      ])).map((line) => `  ${line}`),
  ];
}
