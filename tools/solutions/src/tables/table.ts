/** Numbers under names, as a CSV file has them. */
export interface Table {
  readonly columns: readonly string[];
  /** `[rows][columns]` */
  readonly rows: readonly (readonly number[])[];
}
