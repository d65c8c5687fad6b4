import type { Program, State } from '@knotwork/plugin';

/** Central differences of a function of the unknowns. */
export async function differences(program: Program, state: State, f: () => Promise<Float64Array>): Promise<Float64Array[]> {
  const { network: { parameters } } = await state.read();
  const columns: Float64Array[] = [];
  for (const at of program.layout.parameterOf) {
    const h = 1e-6 * Math.max(1, Math.abs(parameters[at]!));
    const shifted = async (by: number): Promise<Float64Array> => {
      const moved = parameters.slice();
      moved[at]! += by;
      await state.write({ parameters: moved });
      return f();
    };
    const [up, down] = [await shifted(h), await shifted(-h)];
    columns.push(up.map((v, i) => (v - down[i]!) / (2 * h)));
  }
  await state.write({ parameters });
  return columns;
}
