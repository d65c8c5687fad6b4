import type { PreparedData } from './prepare-data.js';

/** Notes on inputs that are the same in all training rows: nothing can be learned from them. Those that are columns can be left out; those that are made of a column, only with all of it. */
export function constantInputs({ inputs, train, original, sets }: PreparedData): readonly string[] {
  const { count, width, values } = train.inputs;
  if (count < 2) return [];
  const isConstant = (i: number): boolean => { for (let row = 1; row < count; row++) if (values[row * width + i] !== values[i]) return false; return true; };
  const constant = [...inputs.keys()].filter(isConstant);
  const columns = columnsOf(sets);
  const isColumn = (i: number): boolean => columns?.has(inputs[i]!.name) ?? true;
  const said = (some: readonly number[]): string => `${some.map((i) => `"${inputs[i]!.name}" (${original.train.inputs.values[i]})`).join(', ')} ${some.length === 1 ? 'is' : 'are'} the same in all ${count} training rows: nothing is learned from ${some.length === 1 ? 'it' : 'them'}`;
  const [own, made] = [constant.filter(isColumn), constant.filter((i) => !isColumn(i))];
  return [
    ...(own.length === 0 ? [] : [`${said(own)}. Leave ${own.length === 1 ? 'it' : 'them'} out of the inputs`]),
    ...(made.length === 0 ? [] : [`${said(made)}, and rows that differ there are extrapolated. ${made.length === 1 ? 'It stands for a value or a gap of a column, and can be left out only with that column' : 'They stand for values or gaps of columns, and can be left out only with these columns'}`]),
  ];
}

/** Columns that inputs were made of; null where no data set says so, and all inputs are columns. */
export function columnsOf(sets: PreparedData['sets']): ReadonlySet<string> | null {
  const known = [...sets.values()].flatMap(({ original: { encoding } }) => (Array.isArray(encoding?.['columns']) ? encoding['columns'] as { readonly column?: string }[] : []));
  return known.length === 0 ? null : new Set(known.flatMap(({ column }) => (column === undefined ? [] : [column])));
}
