import type { Lanes } from '../code/emitter.js';
import { COLUMN, fillColumnsKernel, fillWindowsKernel, WINDOW } from '../emit/fill-kernels.js';
import type { Kernels } from '../code/web-assembly.js';
import type { Arena } from '../memory/arena.js';

/** A plane, and one that it is multiplied by or 0: addresses of numbers in the precision of the kernels. */
export type PlaneProduct = readonly [plane: number, other: number];

/** Live coefficients of an edge: what `fillWindowsKernel` reads of an entry, in its order but for places. `first` is added to starts; places are bytes from the beginning of a row. */
export interface WindowColumns {
  readonly window: number;
  readonly features: number;
  readonly stride: number;
  readonly delta: number;
  readonly weight: number;
  readonly place: number;
  /** 0 where every coefficient is live. */
  readonly starts: number;
  readonly first: number;
  readonly startPlace: number;
}

/** Where rows of a block go, and their starts: addresses, and bytes from one sample to the next. */
export interface RowsAt { readonly row: number; readonly bytes: number; readonly starts: number; readonly line: number }

/** Columns of a Jacobian that are written down once and put into the rows of every block in a few calls. */
export class ListedColumns {
  private readonly columnsAt: number;
  private columnCount = 0;
  private readonly windowsAt: number;
  /** Entries by their windows, one list behind the other. */
  private windows: readonly { readonly kernels: Kernels; readonly at: number; readonly count: number }[] = [];
  private readonly columns: Kernels;

  /** @param columns and @param windows that there will be at most */
  constructor(private readonly arena: Arena, private readonly v: Lanes, columns: number, windows: number) {
    this.columns = arena.kernels(`listed columns ${v.precision}`, () => [fillColumnsKernel(v.precision)]);
    this.columnsAt = arena.allocate(4 * COLUMN * columns);
    this.windowsAt = arena.allocate(4 * WINDOW * windows);
  }

  /** Writes down what blocks have from now on. @param columns with their places in bytes */
  list(columns: readonly (readonly [PlaneProduct, place: number])[], windows: readonly WindowColumns[]): void {
    const { arena, v: { precision }, columnsAt, windowsAt } = this;
    arena.put(columnsAt, columns.flatMap(([[plane, other], place]) => [plane, other, place]));
    this.columnCount = columns.length;
    let at = windowsAt;
    this.windows = [...new Set(windows.map(({ window }) => window))].map((window) => {
      const own = windows.filter((of) => of.window === window);
      const from = at;
      arena.put(from, own.flatMap(({ features, stride, delta, weight, place, starts, first, startPlace }) => [features, stride, delta, weight, place, starts, first, startPlace]));
      at += 4 * WINDOW * own.length;
      return { kernels: arena.kernels(`listed windows ${precision} ${window}`, () => [fillWindowsKernel(precision, window)]), at: from, count: own.length };
    });
  }

  fill({ row, bytes, starts, line }: RowsAt, samples: number): void {
    const { columns, columnsAt, columnCount } = this;
    if (columnCount > 0) columns['fillColumns']!(columnsAt, columnCount, row, bytes, samples);
    for (const { kernels, at, count } of this.windows) kernels['fillWindows']!(at, count, row, bytes, starts, line, samples);
  }
}
