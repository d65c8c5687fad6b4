import type { LearningCurve, LearningSeries } from '@knotwork/pictures';
import { levelText } from '@knotwork/experiment';
import type { EventOfRun, RunContents } from '../contents/run-contents.js';

/** Points of a line that are drawn at most; what lies between is left out evenly. */
const MOST_POINTS = 1500;

/** What the line of several starts is called. */
export const STARTS = 'starts, train';

/** A step, and the part of the run that it belongs to. */
interface Step { readonly at: number; readonly part: string; readonly event: EventOfRun }

/**
 * How the losses went, step after step through all stages: of the only network, or of the member whose network is shown. Several starts of a stage are lines of their
 * own, one over the other; a mark says where a stage or a level began. Null where less than two steps were written down.
 */
export function learningOf({ events, result }: RunContents): LearningCurve | null {
  const member = result?.member ?? events.find((event) => event.member !== undefined)?.member;
  const own = events.filter((event) => event.event === 'step' && (member === undefined || event.member === member));
  const several = new Set(own.flatMap(({ stage, start }) => (start !== undefined && start > 0 ? [stage] : [])));
  const [path, starts]: [Step[], Step[]] = [[], []];
  const marks: { at: number; label: string }[] = [];
  // Starts begin where the stage does; what follows goes on after the longest.
  let [next, begin, part, before]: [number, number, string | null, EventOfRun | null] = [0, 0, null, null];
  let at = -1;
  for (const event of own) {
    const now = `${event.stage}/${levelText(event.resolution ?? [])}/${event.start ?? 'main'}`;
    if (part !== now) {
      if (before?.stage !== event.stage || event.start === undefined) {
        begin = next;
        if (before !== null) marks.push({ at: begin, label: markOf(event, before) });
      }
      at = begin - 1;
    }
    at++;
    next = Math.max(next, at + 1);
    (event.start !== undefined && several.has(event.stage) ? starts : path).push({ at, part: now, event });
    [part, before] = [now, event];
  }
  const series = [seriesOf('train', path, ({ loss }) => loss), seriesOf('validation', path, ({ validation }) => validation), seriesOf(STARTS, starts, ({ loss }) => loss)];
  // A point alone is no line.
  const drawn = series.filter(({ values }) => Array.from(values).filter(Number.isFinite).length > 1);
  return drawn.length === 0 ? null : { value: 'loss', along: 'step', marks, series: drawn };
}

/** A line with gaps between parts. */
function seriesOf(name: string, steps: readonly Step[], value: (event: EventOfRun) => number | null | undefined): LearningSeries {
  const every = Math.ceil(steps.length / MOST_POINTS);
  const drawn = steps.flatMap((step, k): [number, number][] => {
    const ends = steps[k + 1]?.part !== step.part;
    const point: [number, number][] = ends || k % every === 0 ? [[step.at, value(step.event) ?? NaN]] : [];
    return ends ? [...point, [step.at, NaN]] : point;
  });
  // What follows the end is no gap.
  drawn.pop();
  return { name, steps: drawn.map(([x]) => x), values: drawn.map(([, y]) => y) };
}

function markOf(event: EventOfRun, before: EventOfRun): string {
  if (event.stage !== before.stage) return event.kind ?? `stage ${event.stage! + 1}`;
  return levelText(event.resolution ?? []) === levelText(before.resolution ?? []) ? 'best' : levelText(event.resolution ?? []);
}
