import type { ResolvedExperiment } from '@knotwork/experiment';
import type { Catalog } from '@knotwork/plugin';
import { Document, visit } from 'yaml';

/** A line of YAML and what is said behind it. */
export interface TextLine {
  readonly text: string;
  readonly comment?: string;
}

/** Where comments begin, unless a line is longer. */
const COLUMN = 34;

/** Lines as the text of a file; comments behind them begin in one column where they can. */
export function textOf(lines: readonly TextLine[]): string {
  return lines.map(({ text, comment }) => `${comment === undefined ? text : `${text.padEnd(COLUMN - 1)} # ${comment}`}\n`).join('');
}

/** A value as YAML in one line. */
export function yaml(value: unknown): string {
  const document = new Document(value);
  // A text with line ends would be written in several lines, wherever in the value it is.
  visit(document, { Scalar: (_, scalar) => { if (typeof scalar.value === 'string' && /\p{Cc}/u.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE'; } });
  const text = document.toString({ collectionStyle: 'flow', lineWidth: 0, doubleQuotedAsJSON: true }).trimEnd();
  return Array.isArray(value) ? text.replace(/^\[ (.*) \]$/, '[$1]') : text;
}

/** Where a file names plugin packages; no line where it names none. */
export function pluginLine(plugins: readonly string[]): readonly TextLine[] {
  return plugins.length === 0 ? [] : [{ text: `plugins: ${yaml(plugins)}`, comment: 'packages that bring more plugins; paths start at the folder of this file' }];
}

/** A plugin by its name alone, where all of its options are defaults. */
function inShort(value: unknown, catalog: Catalog, kind: 'optimizer' | 'loss' | 'grid'): unknown {
  const use = value as { kind: string };
  const options = catalog.list(kind).find(({ definition }) => definition.name === use.kind)?.definition.options;
  const standard = options?.safeParse({});
  return standard === undefined || (standard.success && JSON.stringify({ kind: use.kind, ...standard.data }) === JSON.stringify(use)) ? use.kind : use;
}

/**
 * What a network and its first stage are where a file says nothing, as lines that are commented out: each can be uncommented as it stands, and changes
 * nothing until its value is changed. Made of what is installed, so that no default is told that is not one.
 *
 * @param experiment as it is resolved
 */
export function networkDefaults({ network }: ResolvedExperiment): readonly TextLine[] {
  return 'from' in network ? [] : [{ text: `  # basis: ${yaml(network.basis)}`, comment: 'what the curve of an edge is made of; more intervals, finer curves' }];
}

/** As {@link networkDefaults}, for the first stage. @param written keys that the file says something at */
export function stageDefaults({ stages: [stage] }: ResolvedExperiment, catalog: Catalog, written: readonly string[] = []): readonly TextLine[] {
  const { kind, ...options } = stage!;
  const { shape } = catalog.get('stage', kind).options;
  const short = { optimizer: 'optimizer', loss: 'loss', grid: 'grid' } as const;
  return ['optimizer', 'steps', 'starts', 'loss', 'smoothing', 'regularizers', 'stop', 'grid'].filter((key) => options[key] !== undefined && !written.includes(key)).map((key) => {
    const value = Object.hasOwn(short, key) ? inShort(options[key], catalog, short[key as keyof typeof short]) : options[key];
    return { text: `    # ${key}: ${yaml(value)}`, comment: (shape[key] as { description?: string } | undefined)?.description ?? '' };
  });
}
