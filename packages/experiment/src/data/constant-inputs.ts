import type { PreparedData } from './prepare-data.js';

/** A note for inputs that are the same in all training rows: nothing can be learned from them. */
export function constantInputs({ inputs, train, original }: PreparedData): readonly string[] {
  const { count, width, values } = train.inputs;
  if (count < 2) return [];
  const isConstant = (i: number): boolean => { for (let row = 1; row < count; row++) if (values[row * width + i] !== values[i]) return false; return true; };
  const names = inputs.flatMap(({ name }, i) => (isConstant(i) ? [`"${name}" (${original.train.inputs.values[i]})`] : []));
  if (names.length === 0) return [];
  const [is, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return [`${names.join(', ')} ${is} the same in all ${count} training rows: nothing is learned from ${them}. Leave ${them} out of the inputs`];
}
