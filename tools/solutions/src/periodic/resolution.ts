/** How finely an equation of period 2 is solved. */
export interface Resolution {
  /** Highest mode that is kept, cos(pi highest x). */
  readonly highest: number;
  /** Longest step of time. */
  readonly step: number;
}
