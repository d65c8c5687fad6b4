/** What a line of progress is made of; those that matter most stay where a terminal is narrow. */
export interface ProgressParts {
  /** Where in the run, from the whole to the part: member, stage, start. */
  readonly places: readonly string[];
  /** Steps that are done, and how many there are at most. */
  readonly done: number;
  readonly of: number;
  /** What a step is called. */
  readonly unit: string;
  /** What is known of the network, what matters most first. */
  readonly figures: readonly string[];
  /** How long it takes still; empty where nobody knows. */
  readonly left: string;
}

const BAR = 20;

/**
 * A line of progress that fits a terminal. Where it is narrow, figures are left out but for two, then the bar, places but for the last, the
 * second figure, the last place and the first figure; what is still too long is cut off.
 *
 * @param columns of the terminal
 */
export function progressLine({ places, done, of, unit, figures, left }: ProgressParts, columns: number): string {
  const filled = Math.round(BAR * Math.min(1, done / of));
  const bar = `[${'='.repeat(filled)}${'-'.repeat(BAR - filled)}]`;
  const line = (placed: number, hasBar: boolean, told: number): string =>
    [[places.slice(places.length - placed).join(', '), hasBar ? bar : '', `${unit} ${done}/${of}`].filter(Boolean).join(' '), ...figures.slice(0, told), left].filter(Boolean).join('  ');
  const [all, last, two] = [places.length, Math.min(1, places.length), Math.min(2, figures.length)];
  const wanted = [
    ...Array.from({ length: figures.length - two + 1 }, (_, k) => line(all, true, figures.length - k)),
    ...Array.from({ length: all - last + 1 }, (_, k) => line(all - k, false, two)),
    line(last, false, 1), line(0, false, 1), line(0, false, 0),
  ];
  const most = columns - 1;
  return (wanted.find((text) => text.length <= most) ?? wanted.at(-1)!).slice(0, Math.max(0, most));
}
