/** A figure of a study. */
export interface StudyFigure {
  /** Begins the names of its files. */
  readonly name: string;
  /** The data set that it is of; null for all. */
  readonly set: string | null;
  readonly title: string;
  /** What is to be seen, and how it was made: for below it. */
  readonly caption: string;
  /** @param standalone whether it is a file of its own, or part of a page @returns SVG */
  draw(standalone: boolean): string;
  /** The same data as a specification of Vega-Lite, with which others restyle it. */
  readonly vegaLite: Readonly<Record<string, unknown>>;
}

/** Data sets, arms and seeds that are drawn. */
export const MOST = { sets: 12, arms: 12, trials: 20 } as const;

/** A name as part of the name of a file, and of an id. */
export const fileName = (...parts: readonly string[]): string => parts.join('-').replace(/[^\w-]+/g, '-');

/** What is said of those that are left out; '' where none are. */
export function onlyFirst(shown: number, all: number, what: string): string {
  return all <= shown ? '' : ` Of ${all} ${what} the first ${shown} are drawn.`;
}
