import { levelText, type RunEvent } from '@knotwork/experiment';
import { countParameters, resolutionOf, unreadEdges } from '@knotwork/network';
import { aboutRun, besideOf, confusionOf, dataOf, edgesOf, figureOf, importancesOf, learningOf, metricName, nameIn, type ReportRequest, SPLITS, stateOf, statusNote, verdict } from '@knotwork/report';
import { shownAgain, StageLines, summary } from '../run-report.js';
import { type Column, digits, table } from '../table.js';
import { shortened, type Terminal, wrapped } from './terminal.js';
import { bar, columnPlot, sparkline } from './text-plots.js';

/** Edges, inputs, columns and classes that are told. */
const MOST_EDGES = 12;
const MOST_INPUTS = 12;
const MOST_CLASSES = 12;
const MOST_COLUMNS = 16;
const NAME = 30;
/** Events that stages are told by. */
const TOLD: ReadonlySet<string> = new Set(['stage-started', 'stage-finished', 'resumed', 'cross-validated', 'structure-found', 'widths-chosen']);
const PLOT = { width: 60, height: 6 };

/** A run in lines of text: what a report shows, in small. @param folder where it is; null where that says nothing */
export function runText(request: ReportRequest, terminal: Terminal, folder: string | null = null): string[] {
  const { contents } = request;
  const name = nameIn(contents) ?? contents.place;
  const note = statusNote(contents);
  return [
    ...wrapped(terminal, `${name}: ${stateOf(contents)}, ${aboutRun(contents)}`, '  '),
    ...(note === null ? [] : wrapped(terminal, note)),
    ...wrapped(terminal, verdict(contents, digits).join(' ')).filter((line) => line !== ''),
    ...notesOf(request).flatMap((text) => wrapped(terminal, `note: ${text}`, '  ')),
    ...block(networkText(request, terminal)), ...block(metricsText(request)), ...block(besideText(request)), ...block(confusionText(request)), ...block(importanceText(request, terminal)),
    ...block(edgeText(request, terminal)), ...block(learningText(request, terminal)), ...block(stagesText(request).flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(terminal, line, '  ')))),
    ...block(dataText(request)),
    ...(contents.result === null ? [] : ['', ...summary(contents.result as Readonly<Record<string, unknown>>, folder)]),
  ];
}

/** Lines after an empty one; none where there are none. */
const block = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

/** What readers should know, once each. */
export function notesOf({ contents, notes }: ReportRequest): readonly string[] {
  const told = contents.events.flatMap(({ event, text }) => (event === 'note' && text !== undefined ? [text] : []));
  return [...new Set([...told, ...contents.notes, ...notes])];
}

/** What is known of a network without the rest of a run: its size, and where it knows its inputs. */
function networkText({ contents, model, resolutionName }: ReportRequest, terminal: Terminal): string[] {
  if (contents.result !== null || model === null) return [];
  const { structure } = model.network;
  const { effective, external: { edges } } = countParameters(structure);
  const all = structure.layers.reduce((sum, { inputs, sums }) => sum + inputs * sums, 0);
  const curves = unreadEdges(structure).length;
  const kinds = [[curves, 'curves'], [edges - curves, 'functions'], [all - edges, 'off']].filter(([count]) => count !== 0).map(([count, what]) => `${count} ${what}`);
  const domain = contents.evaluation?.['inputs.domain']?.values;
  const isKept = contents.evaluation?.['edges.x'] !== undefined;
  return [
    `${all} edges: ${kinds.join(', ')}; ${effective} parameters; ${resolutionName} ${levelText(resolutionOf(structure))}`,
    ...domain === undefined ? [] : table([{ title: 'input', isText: true }, { title: 'from' }, { title: 'to' }], model.inputs.slice(0, MOST_INPUTS).map((name, i) => [shortened(name, NAME), digits(domain[2 * i]), digits(domain[2 * i + 1])])),
    ...(domain === undefined || model.inputs.length <= MOST_INPUTS ? [] : [`and ${model.inputs.length - MOST_INPUTS} other inputs`]),
    ...(contents.imported === null || isKept ? [] : wrapped(terminal, 'Scores and curves of edges, and errors, are known with rows: import it again with --data ROWS.')),
  ];
}

function metricsText({ contents: { result } }: ReportRequest): string[] {
  const metrics = result?.metrics ?? null;
  if (metrics === null) return [];
  // Of training points of equations nothing is said.
  const splits = SPLITS.filter((split) => Object.keys(metrics[split] ?? {}).length > 0);
  const [first] = splits;
  if (first === undefined) return [];
  const line = (of: typeof metrics) => (key: string): string[] => [metricName(key), ...splits.map((split) => digits(of[split]?.[key]))];
  const head: Column[] = [{ title: result?.targets === undefined ? 'metric' : 'metric over all targets', isText: true }, ...splits.map((title) => ({ title }))];
  const { key } = figureOf(metrics);
  const sets = Object.entries(result?.dataSets ?? {}).map(([name, of]) => [`${metricName(key)} of ${shortened(name, NAME)}`, ...splits.map((split) => digits(of[split]?.[key]))]);
  return table(head, [...Object.keys(metrics[first]!).map(line(metrics)), ...sets]);
}

function besideText({ contents }: ReportRequest): string[] {
  const beside = besideOf(contents);
  if (beside === null) return [];
  return table([{ title: `on ${beside.on} rows`, isText: true }, { title: beside.figure }, { title: `${beside.error} beside the constant's` }],
    beside.models.map(({ name, value, share }) => [name, digits(value), `${digits(100 * share)} %`]));
}

function confusionText({ contents }: ReportRequest): string[] {
  const confusion = confusionOf(contents);
  if (confusion === null || confusion.classes.length > MOST_CLASSES) return [];
  const names = confusion.classes.map((name) => shortened(name, Math.floor(60 / confusion.classes.length)));
  return [`Classes of the ${confusion.rows}, actual down, predicted across:`,
    ...table([{ title: '', isText: true }, ...names.map((title) => ({ title }))], confusion.counts.map((row, k) => [names[k]!, ...Array.from(row, String)])).map((line) => `  ${line}`)];
}

function importanceText({ contents, effects }: ReportRequest, terminal: Terminal): string[] {
  const importances = importancesOf(contents, effects);
  if (importances === null) return [];
  const { inputs, what } = importances;
  const most = inputs.reduce((largest, { value }) => Math.max(largest, value), 0);
  const shown = inputs.slice(0, MOST_INPUTS);
  const rest = inputs.length - shown.length;
  return [...table([{ title: 'input', isText: true }, { title: what }, { title: '', isText: true }],
    shown.map(({ name, value }) => [shortened(name, NAME), digits(value), bar(most > 0 ? value / most : 0, 30, terminal)])),
    ...(rest > 0 ? [`and ${rest} ${rest === 1 ? 'other' : 'others'} with less`] : [])];
}

function edgeText({ contents, model }: ReportRequest, terminal: Terminal): string[] {
  if (model === null || contents.evaluation?.['edges.x'] === undefined) return [];
  const edges = edgesOf(model, contents);
  const shown = edges.slice(0, MOST_EDGES);
  const isRead = shown.some(({ picture }) => picture.label !== undefined);
  return [...table([{ title: 'edge', isText: true }, { title: 'score' }, { title: 'from' }, { title: 'its function', isText: true }, { title: 'to' }, ...isRead ? [{ title: 'read as', isText: true }] : []],
    shown.map(({ from, to, score, picture: { x, y, label = '' } }) => [
      `${shortened(from, 24)} ${terminal.isUnicode ? '→' : '->'} ${shortened(to, 24)}`, digits(score), digits(x[0]), sparkline(y, 20, terminal), digits(x[x.length - 1]),
      ...isRead ? [shortened(label, 40)] : [],
    ])), ...(edges.length > shown.length ? [`and ${edges.length - shown.length} edges with lower scores`] : [])];
}

function learningText({ contents }: ReportRequest, terminal: Terminal): string[] {
  const learning = learningOf(contents);
  const series = learning?.series.find(({ name }) => name === 'validation') ?? learning?.series[0];
  if (series === undefined) return [];
  const values = Array.from(series.values);
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return [];
  const isPositive = finite.every((v) => v > 0);
  const heights = Float64Array.from(values.filter(Number.isFinite), (v) => (isPositive ? Math.log10(v) : v));
  const last = Math.max(...Array.from(series.steps));
  return [`Loss (${series.name}${isPositive ? ', by powers of ten' : ''}) over ${last + 1} steps, from ${digits(finite[0])} to ${digits(finite.at(-1))}:`,
    ...columnPlot(heights, Math.min(PLOT.width, terminal.columns - 4), PLOT.height, terminal).map((line) => `  ${line}`)];
}

/** What the run said of its stages as they ended. */
function stagesText({ contents: { result, network, events }, resolutionName }: ReportRequest): string[] {
  const inputs = network?.inputs ?? [];
  const lines: string[] = [];
  const told = new StageLines((line) => lines.push(line), resolutionName, inputs, []);
  for (const event of events) if (TOLD.has(event.event)) told.observe(event as unknown as RunEvent);
  // Without its events a run has its result, whose notes are told above.
  return lines.length > 0 || result === null ? lines : shownAgain(result as Readonly<Record<string, unknown>>, resolutionName, inputs, []).filter((line) => !line.startsWith('note: '));
}

function dataText({ contents }: ReportRequest): string[] {
  const { rows, columns, files } = dataOf(contents);
  const shown = columns.length <= MOST_COLUMNS ? columns : [...columns.filter(({ isTarget }) => !isTarget).slice(0, MOST_COLUMNS), ...columns.filter(({ isTarget }) => isTarget).slice(0, MOST_COLUMNS)];
  return [
    ...(shown.length === 0 ? [] : table([{ title: 'column', isText: true }, { title: 'is', isText: true }, ...['least', 'mean', 'most', 'deviation'].map((title) => ({ title }))],
      shown.map(({ name, isTarget, least, mean, most, deviation }) => [shortened(name, NAME), isTarget ? 'target' : 'input', ...[least, mean, most, deviation].map(digits)]))),
    ...(shown.length === columns.length ? [] : [`and ${columns.length - shown.length} other columns`]),
    ...(rows.length === 0 ? [] : [rows.map(({ split, rows: count }) => `${count} rows of ${split}`).join(', ')]),
    ...Object.entries(files).map(([name, hash]) => `${name}: SHA-256 ${hash.slice(0, 12)}`),
  ];
}
