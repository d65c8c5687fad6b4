/** How near the best edge of a basis comes to a function. */
export interface Representation {
  readonly basis: string;
  /** Which of the wanted numbers of parameters it stands for. */
  readonly wanted: number;
  /** Trained numbers of the edge. */
  readonly parameters: number;
  /** Whether shape parameters were trained too. */
  readonly isTrained: boolean;
  readonly max: number;
  readonly rms: number;
}

/** A table in Markdown of one function: a line per basis, a column per wanted number of parameters, `largest / root mean square (number)` in each cell. */
export function representationReport(title: string, wanted: readonly number[], all: readonly Representation[]): string[] {
  const names = [...new Set(all.map((r) => r.basis))];
  const cell = (basis: string, n: number): string => {
    const r = all.find((one) => one.basis === basis && one.wanted === n);
    return r === undefined ? '' : `${short(r.max)} / ${short(r.rms)} (${r.parameters})`;
  };
  const name = (basis: string): string => (all.some((r) => r.basis === basis && r.isTrained) ? `${basis} *` : basis);
  return [
    `| ${title} | ${wanted.map((n) => `about ${n}`).join(' | ')} |`,
    `|---|${wanted.map(() => '---|').join('')}`,
    ...names.map((basis) => `| ${name(basis)} | ${wanted.map((n) => cell(basis, n)).join(' | ')} |`),
  ];
}

/** Two digits, without zeros in the exponent. */
const short = (value: number): string => value.toExponential(1);
