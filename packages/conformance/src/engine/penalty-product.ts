import type { Program, State } from '@knotwork/plugin';

/** Product of the penalty's Hessian with a step, from gradients: the penalty is quadratic, so differences of gradients are exact. */
export async function penaltyProduct(state: State, program: Program, data: Awaited<ReturnType<Program['bind']>>, step: Float64Array): Promise<{ product: Float64Array; trace: number }> {
  const query = { penalty: await state.freeze(data) };
  const { network: { parameters } } = await state.read();
  const penaltyGradient = async (p: Float64Array): Promise<Float64Array> => {
    await state.write({ parameters: p });
    const [all, fit] = [(await state.gradient(data, query)).gradient, (await state.gradient(data)).gradient];
    return all.map((v, k) => v - fit[k]!);
  };
  const zero = await penaltyGradient(parameters);
  const along = async (direction: (k: number) => number): Promise<Float64Array> => {
    const moved = parameters.slice();
    program.layout.parameterOf.forEach((at, k) => { moved[at]! += direction(k); });
    return (await penaltyGradient(moved)).map((v, k) => v - zero[k]!);
  };
  const product = await along((k) => step[k]!);
  let trace = 0;
  for (let u = 0; u < program.layout.unknowns; u++) trace += (await along((k) => (k === u ? 1 : 0)))[u]!;
  await state.write({ parameters });
  return { product, trace };
}
