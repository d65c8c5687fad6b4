/** Rows that a part of an experiment file can be completed with. */
export const NUMBERS = 'dataset: { kind: expression, expression: x1 + x2, samples: { train: 60, validation: 30, test: 30 } }';
export const CLASSES = 'dataset: { kind: csv, path: classes.csv, inputs: [x1, x2], target: kind, task: classification }';
/** What the latter reads. */
export const CLASSES_FILE = `x1,x2,kind\n${Array.from({ length: 90 }, (_, n) => `${n % 7},${n % 11},${n % 2 === 0 ? 'even' : 'odd'}`).join('\n')}\n`;

/** Whether a text is a whole experiment file. */
export const isExperiment = (text: string): boolean => /^knotwork: 1\b/m.test(text);

const has = (part: string, key: string): boolean => new RegExp(`^${key}:`, 'm').test(part);

/**
 * A part of an experiment file with what it leaves out: the version, a name, rows, widths and a stage. What it says stays as it is.
 *
 * @param dataset a line, for a part without one
 */
export function wholeExperiment(part: string, dataset: typeof NUMBERS | typeof CLASSES = NUMBERS): string {
  if (isExperiment(part)) return part;
  const widths = `widths: [2, ${dataset === CLASSES ? 2 : 1}]`;
  const isSized = /^ +widths:|^network:.*\bwidths:/m.test(part);
  const network = !has(part, 'network') ? `network: { ${widths}, basis: { kind: b-spline } }\n${part}` : isSized ? part : part.replace(/^network:$/m, `network:\n  ${widths}`);
  return [
    'knotwork: 1', ...(has(part, 'name') ? [] : ['name: part']), ...(has(part, 'dataset') ? [] : [dataset]), network.trimEnd(), ...(has(part, 'stages') ? [] : ['stages: [{ kind: fit }]']), '',
  ].join('\n');
}
