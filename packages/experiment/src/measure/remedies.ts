/** What a run has done already, so that nobody is told to do it. */
export interface Done {
  /** Whether smoothing chose itself. */
  readonly isSmooth: boolean;
  /** Whether networks and simple models were compared. */
  readonly isCompared: boolean;
  /** Whether there are nodes that could be fewer. */
  readonly hasHidden: boolean;
}

/** @param result content of result.json, of which any part may be missing */
export function doneIn(result: Readonly<Record<string, unknown>>): Done {
  const { stages, choice, network } = result as { readonly stages?: readonly { readonly smoothing?: object | null }[]; readonly choice?: object; readonly network?: { readonly widths?: readonly unknown[] } | null };
  return { isSmooth: stages?.some(({ smoothing }) => (smoothing ?? null) !== null) === true, isCompared: choice !== undefined, hasHidden: network?.widths === undefined || network.widths.length > 2 };
}

/** What may help where a network follows its rows too closely, or learned nothing: "More rows or fewer nodes may help". @param others what else may */
export function mayHelp({ hasHidden }: Done, others: readonly string[] = []): string {
  const all = ['More rows', hasHidden ? 'fewer nodes' : 'fewer inputs', ...others];
  return `${all.slice(0, -1).join(', ')} or ${all.at(-1)!} may help`;
}
