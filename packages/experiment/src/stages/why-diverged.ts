import type { Rows } from '@knotwork/plugin';
import type { FitResult } from '@knotwork/training';
import { type PreparedData, rowsNamed } from '../data/prepare-data.js';
import type { FittingOptions } from './problem.js';
import { chosen, type Model, type StageContext } from './stage.js';

/** What a divergence is told by: the optimizer, and other options where the stage has them. */
export type DivergedOptions = Pick<FittingOptions, 'optimizer'> & Partial<Pick<FittingOptions, 'data' | 'clip'>>;

/** Inputs of a row that are named. */
const MOST_INPUTS = 4;

/**
 * Why training met a number that is not finite, and what to do: of a network that has no finite value before the first step that a basis or the data must be the cause, else what the optimizer and the
 * stage have options for.
 *
 * @param begun what training began with; null where that is told elsewhere
 */
export async function whyDiverged(context: Pick<StageContext, 'catalog' | 'data' | 'outputs'>, options: DivergedOptions, { place, steps, loss }: Pick<FitResult, 'place' | 'steps' | 'loss'>, begun: Model | null): Promise<string> {
  const at = place === undefined ? '' : ` at layer ${place.layer}, edge from ${place.from} to ${place.to}`;
  const odd = begun === null || options.data === undefined ? null : await oddRows(context, options.data, begun);
  if (odd !== null) return `the network has no finite value before the first step${at}, in ${odd}. No step can be the cause: look for a basis that has no finite value somewhere on its domain, its ends included, and for extreme values in the data`;
  if (begun !== null && steps === 0 && !Number.isFinite(loss)) return `the loss is not finite before the first step${at}, and the outputs of the network are. No step can be the cause: look for extreme values in the targets, and whether the loss is finite there`;
  return `training met a number that is not finite${at}. ${adviceOn(context, options)}`;
}

/** Rows of which a network has no finite value, and the inputs of the first of them; null where there are none. */
async function oddRows({ data, outputs }: Pick<StageContext, 'data' | 'outputs'>, name: string, model: Model): Promise<string | null> {
  const { train, validation, original } = rowsNamed(data, name);
  for (const [part, rows, own] of [['training', train, original.train], ['validation', validation, original.validation]] as const) {
    if (rows.inputs.count === 0) continue;
    const { values, width } = (await outputs(model, [rows]))[0]!;
    const odd = Array.from({ length: rows.inputs.count }, (_, row) => row).filter((row) => Array.from({ length: width }, (_, o) => values[row * width + o]!).some((v) => !Number.isFinite(v)));
    if (odd.length > 0) return `${odd.length} of ${rows.inputs.count} ${part} rows, such as where ${rowText(data, own, odd[0]!)}`;
  }
  return null;
}

function rowText({ inputs }: PreparedData, { inputs: { values, width } }: Rows, row: number): string {
  const told = inputs.slice(0, MOST_INPUTS).map(({ name }, i) => `${name} = ${Number(values[row * width + i]!.toPrecision(6))}`);
  return `${told.join(', ')}${inputs.length > MOST_INPUTS ? ', ...' : ''}`;
}

/** Only what the optimizer declares, and the stage takes with it. A method that takes no step which raises the objective has nothing to lower. */
function adviceOn({ catalog }: Pick<StageContext, 'catalog'>, { optimizer, clip }: DivergedOptions): string {
  const { definition, options } = chosen(catalog, 'optimizer', optimizer);
  // Only steps of an update formula may be too long, and only such can be clipped.
  if (definition.method !== 'update') return 'Look for extreme values in the data, and for a basis that has no finite value somewhere';
  const { rate } = options;
  const shorter = [
    ...(typeof rate === 'number' ? [`lower the optimizer's rate (${rate} now)`] : []),
    ...(clip === undefined ? [] : [clip === 'none' ? 'clip long gradients (clip: 1)' : `clip gradients at less (clip: ${clip} now)`]),
  ];
  const advice = [...shorter, `${shorter.length > 0 ? 'and ' : ''}look for extreme values in the data`].join(shorter.length > 1 ? ', ' : ' ');
  return `${advice[0]!.toUpperCase()}${advice.slice(1)}`;
}
