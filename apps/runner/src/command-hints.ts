import { assignmentMeant } from '@knotwork/experiment/texts';

/** What commands of other programs are called here. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  run: ['train', 'fit', 'learn', 'start', 'execute', 'resume', 'continue'],
  new: ['init', 'create', 'generate', 'scaffold'],
  predict: ['infer', 'inference', 'apply', 'score', 'forecast'],
  evaluate: ['eval', 'test', 'measure'],
  report: ['plot', 'draw', 'html', 'visualize', 'visualise', 'figure'],
  show: ['view', 'print', 'summary', 'info', 'inspect', 'describe', 'cat'],
  list: ['ls', 'runs', 'history'],
  compare: ['diff'],
  engines: ['backends', 'backend', 'devices', 'gpu', 'install', 'uninstall'],
  export: ['convert', 'save', 'deploy', 'onnx', 'compile'],
  validate: ['check', 'lint', 'verify'],
};

/** Commands that take an experiment file. */
const OF_A_FILE: ReadonlySet<string> = new Set(['run', 'validate']);

/** What `--target` is called elsewhere. */
const TARGETS: ReadonlySet<string> = new Set(['y', 'label', 'labels', 'response', 'outcome', 'output']);

/** The command that somebody means who writes another word; undefined where that is not known. */
export const commandMeant = (word: string): string | undefined => Object.keys(COMMANDS).find((name) => COMMANDS[name]!.includes(word.toLowerCase()));

/**
 * What to write in place of an option that a command does not have.
 *
 * @param option without dashes, @param isNear whether it may be a slip in the name of one that there is
 * @returns a sentence, or undefined where nothing is known
 */
export function optionMeant(command: string | undefined, option: string, isNear: boolean): string | undefined {
  if (command === 'new' && TARGETS.has(option)) return 'The column to predict is given by --target.';
  if (command === 'study' && /^seeds?$/i.test(option)) return 'Seeds are given behind the file: seed=1..10.';
  if (command === undefined || !OF_A_FILE.has(command)) return undefined;
  const assignment = assignmentMeant(option);
  if (assignment === undefined && isNear) return undefined;
  return `Values of the file are changed by path=value behind it, such as ${assignment ?? 'stages.0.steps=100'}.`;
}
