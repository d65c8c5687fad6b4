/** Elements, and how much room they take from 0, 0. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly content: readonly string[];
  /** Whether bands are drawn and where rows are: tables of very many edges have no room for them. */
  readonly details: boolean;
}
