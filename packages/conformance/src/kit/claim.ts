/** What must be claimed for a check to apply. */
export interface Claim<T> {
  /** As the page of checks says it. */
  readonly text: string;
  isMade(subject: T): boolean;
}
