/**
 * A named check, ready to run: one test each. Give it to any runner that takes a name and a function.
 *
 * @example
 * for (const { name, run } of checkBasis(hat, { engine })) test(name, run);
 */
export interface Check {
  /** What was checked and what holds of it: `hat: features are pure`. */
  readonly name: string;
  /** Rejects with an Error that says what is wrong, where, by how much. */
  run(): Promise<void>;
}
