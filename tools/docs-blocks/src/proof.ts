/** How something on a page is proven, the weakest last. */
export const WAYS = ['ran', 'compiled', 'valid', 'shown', 'by a spec', 'as to names', 'in check:all', 'where it can be had'] as const;
export type Way = (typeof WAYS)[number];

/** What a page says, and how it is proven. */
export interface Proven {
  readonly what: 'block' | 'command' | 'inline command';
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly way: Way;
}

/** What came of a page. */
export interface PageProof {
  readonly proven: readonly Proven[];
  /** What is broken on it, each with its place. */
  readonly faults: readonly string[];
}

/** How many of each kind there are, by the way they are proven: lines of a table. */
export function countLines(proven: readonly Proven[]): readonly string[] {
  const kinds = ['block', 'command', 'inline command'] as const;
  const count = (what: string, way: Way): number => proven.filter((one) => one.what === what && one.way === way).length;
  const rows = [['', ...kinds.map((kind) => `${kind}s`)], ...WAYS.map((way) => [way, ...kinds.map((kind) => String(count(kind, way)))]), ['in all', ...kinds.map((kind) => String(proven.filter(({ what }) => what === kind).length))]];
  return rows.map(([name, ...cells]) => [name!.padEnd(20), ...cells.map((cell) => cell.padStart(16))].join(''));
}
