import type { PointRows } from '@knotwork/plugin';
import type { Need, Objective, ObjectiveBlock, Read, Structure } from '@knotwork/plugin/engine';
import { badBlock, wrongUse } from './errors.js';

/** Reads in words, for messages. */
function words(read: Read): string {
  switch (read.of) {
    case 'scalar': return `the scalar "${read.name}"`;
    case 'derivative': return `a derivative of output ${read.output} in ${read.inputs.length === 1 ? `input ${read.inputs[0]}` : `inputs ${read.inputs.join(', ')}`}`;
    default: return `${read.of} ${read.index}`;
  }
}

const FORMS: readonly ObjectiveBlock['form'][] = ['residuals', 'loss'];
const READS: readonly Read['of'][] = ['output', 'input', 'target', 'derivative', 'scalar'];

/**
 * Refuses an objective that reads what is not there.
 *
 * @throws KnotworkError `input` naming block and read
 */
export function requireReads({ blocks, scalars = {} }: Objective, { layers }: Structure): void {
  const [inputs, outputs] = [layers[0]!.inputs, layers.at(-1)!.outputs];
  if (blocks.length === 0) throw wrongUse('an objective needs a block');
  for (const block of blocks) {
    const { name, form, formula, reads, weight } = block;
    if (blocks.filter((other) => other.name === name).length > 1) throw badBlock(name, 'is there twice. Give each block a name of its own.');
    if (!FORMS.includes(form)) throw badBlock(name, `has the form "${String(form)}"; a form is ${FORMS.map((f) => `"${f}"`).join(' or ')}.`);
    if (!(weight >= 0 && weight < Infinity)) throw badBlock(name, `has the weight ${weight}; a weight is a number of at least 0.`);
    if (form === 'loss' && formula.roots.length !== 1) throw badBlock(name, `has the form "loss", so its formula must have one output; it has ${formula.roots.length}. Add them up, or use the form "residuals".`);
    for (const input of formula.inputs) {
      const read = Object.hasOwn(reads, input) ? reads[input]! : undefined;
      const refuse = (trouble: string): never => { throw badBlock(name, `reads ${read === undefined ? '' : `${words(read)} as `}"${input}", ${trouble}`); };
      if (read === undefined) return refuse(`and "reads" does not say what that is. Say it, such as { ${input}: { of: 'output', index: 0 } }.`);
      if (!READS.includes(read.of)) throw badBlock(name, `reads of "${String(read.of)}" as "${input}"; what can be read is of ${READS.map((of) => `"${of}"`).join(', ')}.`);
      const count = { input: inputs, output: outputs };
      if ((read.of === 'input' || read.of === 'output') && !isIndex(read.index, count[read.of])) refuse(`and the network has ${count[read.of]} ${read.of}${count[read.of] === 1 ? '' : 's'}.`);
      if (read.of === 'target' && !isIndex(read.index, Infinity)) refuse('and columns of targets count from 0.');
      if (read.of === 'scalar' && !Object.hasOwn(scalars, read.name)) refuse(`and the objective declares ${Object.keys(scalars).length === 0 ? 'no scalars' : `the scalars ${Object.keys(scalars).join(', ')}`}.`);
      if (read.of === 'derivative' && !(isIndex(read.output, outputs) && read.inputs.length > 0 && read.inputs.every((i) => isIndex(i, inputs)))) {
        refuse(`and the network has ${inputs} input${inputs === 1 ? '' : 's'} and ${outputs} output${outputs === 1 ? '' : 's'}.`);
      }
    }
  }
  for (const [name, { initial, constraint }] of Object.entries(scalars)) {
    if (!Number.isFinite(initial) || (constraint === 'positive' && initial <= 0)) throw wrongUse(`the scalar "${name}" begins at ${initial}${constraint === 'positive' ? ' and must stay positive' : ''}`);
  }
}

const isIndex = (index: number, count: number): boolean => Number.isInteger(index) && index >= 0 && index < count;

/** What an engine must be able to do for a network and an objective. */
export function needsOf({ layers }: Structure, { blocks }: Objective): readonly Need[] {
  const own = layers.filter(({ terms }) => terms.some((t) => t.knots === 'own')).map(({ index }): Need => ({ what: 'ownKnots', by: `layer ${index}` }));
  const derivatives = blocks.flatMap(({ name, reads }) => Object.values(reads).filter((read) => read.of === 'derivative').map((read): Need => (
    { what: 'derivatives', order: read.inputs.length, by: `the block "${name}", which reads ${words(read)},`, remedy: 'Use an engine that has them, such as native.' })));
  return [...own, ...derivatives];
}

/**
 * Refuses rows that a block cannot be evaluated on.
 *
 * @throws KnotworkError `input` naming block and read
 */
export function requireColumns(block: ObjectiveBlock, rows: PointRows | undefined, inputs: number): void {
  const { name, points, reads, formula } = block;
  if (rows === undefined) throw badBlock(name, `is evaluated at the points "${points}", and none were bound. Bind them, or name the blocks that are to be evaluated.`);
  const { inputs: { count, width }, targets, weights } = rows;
  if (width !== inputs) throw wrongUse(`the points "${points}" have ${width} inputs, the network ${inputs}`);
  if (count === 0) throw wrongUse(`there are no points "${points}"`);
  if (targets !== undefined && targets.count !== count) throw wrongUse(`the points "${points}" have ${count} rows of inputs and ${targets.count} of targets`);
  if (weights !== undefined) requireWeights(points, weights, count);
  for (const input of formula.inputs) {
    const read = reads[input]!;
    if (read.of === 'target' && read.index >= (targets?.width ?? 0)) {
      throw badBlock(name, `reads target ${read.index} as "${input}", and the points "${points}" have ${targets === undefined ? 'no targets' : `${targets.width} target${targets.width === 1 ? '' : 's'}`}.`);
    }
  }
}

/** @throws KnotworkError `internal` for weights that are no weights */
export function requireWeights(points: string, weights: Float64Array, count: number): void {
  if (weights.length !== count) throw wrongUse(`the points "${points}" are ${count} and have ${weights.length} weights`);
  if (!weights.every((w) => w >= 0 && w < Infinity)) throw wrongUse(`weights of the points "${points}" must be finite and at least 0`);
}
