import { metricName } from '@knotwork/report';
import { type Column, digits, table } from './table.js';
import { shortened } from './use/terminal.js';

type Numbers = Readonly<Record<string, number | null>>;
/** Targets that have lines; `--json` has all. */
const MOST_TARGETS = 40;
const NAME = 30;
/** What a target is told by: an error in its own unit, and one that can be held beside those of others. */
const TOLD = ['rmse', 'r2'] as const;

/**
 * A line for each of several targets, whose metrics over all of them together tell of those with the largest numbers alone.
 *
 * @param targets by name, metrics of each by part of the rows; null or left out where it has none, @param parts the names of these parts; one is not named
 */
export function targetsText(targets: Readonly<Record<string, Readonly<Record<string, Numbers | null | undefined>>>>, parts: readonly string[]): string[] {
  const names = Object.keys(targets);
  const rest = names.length - MOST_TARGETS;
  const told = parts.filter((part) => names.some((name) => (targets[name]![part] ?? null) !== null));
  const titles = TOLD.flatMap((key): Column[] => told.map((part, k) => ({ title: told.length === 1 && parts.length === 1 ? metricName(key) : k === 0 ? `${metricName(key)}: ${part}` : part })));
  const rows = names.slice(0, MOST_TARGETS).map((name) => [shortened(name, NAME), ...TOLD.flatMap((key) => told.map((part) => finite(targets[name]![part]?.[key])))]);
  return told.length === 0 ? [] : [...table([{ title: 'target', isText: true }, ...titles], rows), ...(rest > 0 ? [`and ${rest} other ${rest === 1 ? 'target' : 'targets'}`] : [])];
}

/** What has no value, such as R2 of targets that are all the same, is no number. */
const finite = (value: number | null | undefined): string => digits(Number.isNaN(value) ? null : value);
