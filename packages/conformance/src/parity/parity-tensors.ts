import { isKnotworkError, type Vec } from '@knotwork/plugin';
import type { CompileOptions, Engine, FrozenPenalty, ObjectiveBlock, Program, State, Value } from '@knotwork/plugin/engine';
import { freezeAt } from '../engine/freeze.js';
import { ROLES } from '../engine/open-case.js';
import type { ParityNetwork } from './parity-network.js';
import { scaledPenalty } from './scaled-penalty.js';

/** What of a network is compared. */
export const TENSORS = ['outputs', 'value', 'gradient', 'rows', 'normal'] as const;

export type ParityTensor = (typeof TENSORS)[number];

/**
 * `outputs`: of all points. `value`: value, penalty and blocks, asked for by itself and with the gradient, there and after parameters were written. `gradient`: per
 * unknown, effective ones and trainable ones, penalty included. `rows`: of the Jacobian, block by block. `normal`: the lower triangle of the matrix and the
 * right side; left out where the objective has none or the engine cannot.
 */
export type ParityTensors = Readonly<Record<ParityTensor, readonly Vec[]>>;

/** Points of which rows of the Jacobian are looked at. */
const POINTS = 16;
/** How far numbers are moved, as a share. */
const MOVED = 0.1;

/** Everything that is compared, from an engine. @param penalty frozen at the network as it is; undefined for none */
export async function tensorsOf(engine: Engine, of: ParityNetwork, penalty: FrozenPenalty | undefined): Promise<ParityTensors> {
  const query = penalty === undefined ? {} : { penalty };
  const trainable = await opened(engine, of, 'trainable', async ({ state, program }) => {
    const data = await program.bind(of.points);
    return (await state.gradient(data, query)).gradient;
  });
  return opened(engine, of, 'effective', async ({ state, program }) => {
    const data = await program.bind(of.points);
    const { values } = await state.outputs(data);
    const before = await state.value(data, query);
    const { gradient, ...beside } = await state.gradient(data, query);
    const rows: Vec[] = [];
    for (const block of of.objective.blocks) rows.push(await state.rows(data, block.name, 0, Math.min(POINTS, of.points[block.points]!.inputs.count) * rowsOfPoint(block)));
    const normal = engine.can.normalEquations ? await normalOf(() => state.normal(data, query)) : [];
    const { network: { parameters } } = await state.read();
    const moved = parameters.slice();
    for (const at of program.layout.parameterOf) moved[at]! *= 1 + MOVED;
    await state.write({ parameters: moved });
    const after = await state.value(data, query);
    return { outputs: [values], value: [before, beside, after].map(numbersOf), gradient: [gradient, trainable], rows, normal };
  });
}

/** The penalty of a network, frozen there, as large as what it is added to; undefined for none. @param engine whose penalty every engine gets: what is frozen is plain data */
export async function penaltyOf(engine: Engine, of: ParityNetwork): Promise<FrozenPenalty | undefined> {
  if (of.penalties.length === 0) return undefined;
  return opened(engine, of, 'effective', async ({ state, program }) => {
    const data = await program.bind(of.points);
    const frozen = await freezeAt({ program, state }, data, of.penalties);
    const { data: fit, penalty } = await state.value(data, { penalty: frozen });
    return penalty === 0 ? frozen : scaledPenalty(frozen, fit / penalty);
  });
}

async function opened<T>(engine: Engine, { structure, objective, network }: ParityNetwork, parameters: CompileOptions['parameters'], use: (opened: { readonly program: Program; readonly state: State }) => Promise<T>): Promise<T> {
  const program = await engine.compile(structure, objective, { trainable: ROLES, parameters });
  try { return await use({ program, state: await program.start(network) }); } finally { await program.dispose(); }
}

/** Rows of a Jacobian that a point has: its residuals, or what a loss reads of the network and of scalars. */
function rowsOfPoint({ form, formula, reads }: ObjectiveBlock): number {
  return form === 'residuals' ? formula.outputs.length : Object.values(reads).filter(({ of }) => of === 'output' || of === 'derivative' || of === 'scalar').length;
}

/** Of an objective that does not bend there are none, and that is said as a refusal. */
async function normalOf(ask: () => ReturnType<State['normal']>): Promise<readonly Vec[]> {
  try {
    const { hessian, gradient, unknowns } = await ask();
    return [hessian.filter((__, k) => k % unknowns <= Math.floor(k / unknowns)), gradient];
  } catch (error) {
    if (isKnotworkError(error)) return [];
    throw error;
  }
}

const numbersOf = ({ value, penalty, blocks }: Value): Vec => Float64Array.of(value, penalty, ...blocks);
