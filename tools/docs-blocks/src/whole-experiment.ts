/** What a part of an experiment file can be completed for: a target of numbers, or of two classes. */
export type Task = 'numbers' | 'classes';
const CLASSES = 'dataset: { kind: csv, path: classes.csv, inputs: [x1, x2], target: kind, task: classification }';
/** What a file for classes reads, `classes.csv` beside it. */
export const CLASSES_FILE = `x1,x2,kind\n${Array.from({ length: 90 }, (_, n) => `${n % 7},${n % 11},${n % 2 === 0 ? 'even' : 'odd'}`).join('\n')}\n`;

/** Whether a text is a whole experiment file. */
export const isExperiment = (text: string): boolean => /^knotwork: 1\b/m.test(text);

const has = (part: string, key: string): boolean => new RegExp(`^${key}:`, 'm').test(part);

/**
 * A part of an experiment file with what it leaves out: the version, a name, rows of as many inputs as its widths begin with, or of two, widths and a stage. What it says stays as it is.
 *
 * @param task of rows and widths, where the part has none
 */
export function wholeExperiment(part: string, task: Task = 'numbers'): string {
  if (isExperiment(part)) return part;
  const inputs = Number(/\bwidths: \[(\d+)/.exec(part)?.[1] ?? 2);
  const sum = Array.from({ length: inputs }, (_, k) => `x${k + 1}`).join(' + ');
  const dataset = task === 'classes' ? CLASSES : `dataset: { kind: expression, expression: ${sum}, samples: { train: 60, validation: 30, test: 30 } }`;
  // How many inputs a table has, the part does not say.
  const widths = has(part, 'dataset') ? 'widths: { hidden: [[], [2]] }' : `widths: [2, ${task === 'classes' ? 2 : 1}]`;
  const isSized = /^ +widths:|^network:.*\bwidths:/m.test(part);
  const network = !has(part, 'network') ? `network: { ${widths}, basis: { kind: b-spline } }\n${part}` : isSized ? part : part.replace(/^network:$/m, `network:\n  ${widths}`);
  return [
    'knotwork: 1', ...(has(part, 'name') ? [] : ['name: part']), ...(has(part, 'dataset') ? [] : [dataset]), network.trimEnd(), ...(has(part, 'stages') ? [] : ['stages: [{ kind: fit }]']), '',
  ].join('\n');
}
