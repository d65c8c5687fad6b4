import type { Equation } from '@knotwork/symbolic';
import type { Model } from '@knotwork/model';
import { noNetworkToRead, numberOfDigits, toOrOut, unknownForm } from '../errors.js';
import { byEnding, refuseOutFile, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { notePackages } from './note-packages.js';
import { openModel } from './open-model.js';
import { openRun } from './open-run.js';
import { pythonNameNote } from './python-name.js';
import { refuseSource } from './refuse-source.js';
import { symbolicText } from './symbolic-text.js';
import { lineFor, terminalOf } from './terminal.js';

export interface SymbolicOptions {
  readonly to?: string; readonly out?: string; readonly digits?: string; readonly plugin?: readonly string[]; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean;
}

/** What an equation is written as. */
interface Form { readonly name: string; readonly ending: string; readonly write: (equation: Equation) => Promise<string> }

const FORMS: Readonly<Record<string, Form>> = {
  text: { name: 'text', ending: 'txt', write: ({ outputs }) => Promise.resolve(outputs.map(({ name, text }) => `${name} = ${text}\n`).join('')) },
  latex: { name: 'latex', ending: 'tex', write: async (equation) => (await equation.latex()).map((line) => `${line}\n`).join('') },
  mathjs: { name: 'mathjs', ending: 'json', write: async (equation) => `${JSON.stringify(Object.fromEntries((await equation.mathjs()).map((tree, k) => [equation.outputs[k]!.name, tree])), undefined, 2)}\n` },
  python: { name: 'python', ending: 'py', write: (equation) => equation.code('python') },
  typescript: { name: 'typescript', ending: 'ts', write: (equation) => equation.code('typescript') },
  c: { name: 'c', ending: 'c', write: (equation) => equation.code('c') },
};

/** Shows the equation of a run and what its edges are or may be as functions; or writes the equation as something else. */
export async function symbolic(folder: string, options: SymbolicOptions, output: Output, cwd: string): Promise<void> {
  const { out, plugin = [], force = false } = options;
  const form = formOf(options);
  const digits = digitsOf(options.digits);
  if (form === null) { await look(folder, options, digits, output, cwd); return; }
  if (out !== undefined) refuseSource(out, folder, plugin, cwd);
  const model = await openModel(folder, plugin, cwd);
  notePackages(model, options);
  try {
    await write(model, form, { out, digits, force, json: options.json === true }, output, cwd);
  } finally {
    await model.dispose();
  }
}

/** Null where nothing is asked for: then all is shown. */
function formOf({ to, out }: SymbolicOptions): Form | null {
  if (to !== undefined && !Object.hasOwn(FORMS, to)) throw unknownForm(to, Object.keys(FORMS));
  const named = to === undefined ? null : FORMS[to]!;
  const byOut = out === undefined || (out === STANDARD_OUTPUT && named !== null) ? null : byEnding(out, Object.fromEntries(Object.values(FORMS).map((one) => [one.ending, one])), 'txt');
  if (named !== null && byOut !== null && named !== byOut) throw toOrOut(to!, out!, named.ending);
  return named ?? byOut;
}

function digitsOf(written: string | undefined): number | 'all' | undefined {
  if (written === undefined || written === 'all') return written;
  const digits = Number(written);
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) throw numberOfDigits(written);
  return digits;
}

async function write(
  model: Model, { write: written, name }: Form, { out, digits, force, json }: { readonly out: string | undefined; readonly digits: number | 'all' | undefined; readonly force: boolean; readonly json: boolean }, output: Output, cwd: string,
): Promise<void> {
  const path = out === STANDARD_OUTPUT ? undefined : out;
  if (path !== undefined) refuseOutFile(path, cwd, force);
  const equation = await model.equation(digits === undefined ? {} : { digits });
  const text = await written(equation);
  if (path === undefined) {
    if (json) output.json({ form: name, text, equation });
    else process.stdout.write(text);
    return;
  }
  writeOutFile(path, cwd, text, force);
  output.say(`Equation in ${path}`);
  for (const note of pythonNameNote(path)) output.say(`note: ${note}`);
  output.json({ file: path, form: name, equation });
}

async function look(folder: string, options: SymbolicOptions, digits: number | 'all' | undefined, output: Output, cwd: string): Promise<void> {
  const request = await openRun(folder, options.plugin ?? [], cwd);
  const { model, notes } = request;
  if (model === null) throw noNetworkToRead(folder, notes[0]);
  notePackages(model, options);
  try {
    const equation = model.isEquation ? await model.equation(digits === undefined ? {} : { digits }) : null;
    // Expressions are to be read, and in a file there is room.
    const terminal = { ...terminalOf(output.stream, process.env), ...(output.stream.columns === undefined ? { columns: Infinity } : {}) };
    const { lines, edges } = await symbolicText({ ...request, model }, equation, terminal, digits);
    for (const line of lines) output.say(lineFor(terminal, line));
    output.json({ equation, edges });
  } finally {
    await model.dispose();
  }
}
