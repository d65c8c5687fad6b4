import type { Opened } from './open-case.js';

/** Central differences of a function of the unknowns, scalars of the objective included: one column for each. */
export async function differences({ program: { layout }, state }: Pick<Opened, 'program' | 'state'>, f: () => Promise<Float64Array>): Promise<Float64Array[]> {
  const { network: { parameters }, scalars } = await state.read();
  const columns: Float64Array[] = [];
  const add = async (value: number, write: (value: number) => Promise<void>): Promise<void> => {
    const h = 1e-6 * Math.max(1, Math.abs(value));
    await write(value + h);
    const up = await f();
    await write(value - h);
    const down = await f();
    columns.push(up.map((v, i) => (v - down[i]!) / (2 * h)));
  };
  for (const at of layout.parameterOf) {
    await add(parameters[at]!, async (value) => {
      const moved = parameters.slice();
      moved[at] = value;
      await state.write({ parameters: moved });
    });
  }
  await state.write({ parameters });
  for (const name of layout.scalars) {
    await add(scalars[name]!, (value) => state.write({ scalars: { [name]: value } }));
    await state.write({ scalars });
  }
  return columns;
}
