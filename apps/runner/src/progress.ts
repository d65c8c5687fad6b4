import { SingleBar } from 'cli-progress';
import type { RunEvent, RunObserver, StageOutlook } from '@knotwork/experiment';
import { lossFigure } from './loss-figure.js';
import { progressLine, type ProgressParts } from './progress-line.js';
import { seconds } from './table.js';
import { RemainingTime } from './time-left.js';

/** Columns of a terminal that does not say. */
const COLUMNS = 80;

/** A bar for people at a terminal: place in the run, step, errors as the lines of stages tell them, resolution, time left. */
export class ProgressBar implements RunObserver {
  private bar: SingleBar | null = null;
  private key = '';
  private parts: ProgressParts | null = null;
  private readonly remaining: RemainingTime;

  constructor(private readonly stream: NodeJS.WriteStream, private readonly outlook: readonly StageOutlook[]) {
    this.remaining = new RemainingTime(outlook.map(({ mostSteps }) => mostSteps));
  }

  observe(event: RunEvent): void {
    this.remaining.observe(event);
    if (event.event === 'stage-finished' || event.event === 'widths-chosen') this.stop();
    else if (event.event === 'cross-validated') this.showFits(event);
    else if (event.event === 'step') this.showStep(event);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = null;
    this.key = '';
  }

  private showStep(event: RunEvent & { readonly event: 'step' | 'grid' | 'note' }): void {
    const { stage, stages, kind, member, members, start, starts, step, steps, loss, validation, resolution } = event;
    const { name, told } = lossFigure(this.outlook[stage]!);
    const places = [...(member === undefined ? [] : [`member ${member}/${members!}`]), `stage ${stage + 1}/${stages} ${kind}`, ...(start === undefined ? [] : [`start ${start + 1} of ${starts!}`])];
    this.show([...places, ...resolution].join(), {
      places, done: step, of: steps, unit: 'step',
      figures: [`${name} train ${told(loss)}`, ...(validation === undefined ? [] : [`validation ${told(validation)}`]), ...(resolution.every((level) => level === null) ? [] : [`resolution ${resolution.join(',')}`])],
      left: this.timeLeft(stage, stages),
    });
  }

  /** Fits of the choice of widths; single steps of them are not told. */
  private showFits({ fit, fits, widths, seconds: at }: RunEvent & { readonly event: 'cross-validated' }): void {
    this.show('fits', { places: ['comparing networks'], done: fit, of: fits, unit: 'fit', figures: [`widths ${widths.join(',')}`], left: `${seconds((fits - fit) * at / fit)} left to compare` });
  }

  private timeLeft(stage: number, stages: number): string {
    const left = this.remaining.left();
    if (left === null) return '';
    return `${seconds(left.seconds)} left${left.of === 'run' ? '' : ` of stage ${stage + 1}/${stages}`}`;
  }

  private show(key: string, parts: ProgressParts): void {
    this.parts = parts;
    if (key === this.key && this.bar !== null) { this.bar.update(parts.done); return; }
    this.stop();
    this.key = key;
    this.bar = new SingleBar({ stream: this.stream, clearOnComplete: true, hideCursor: true, format: () => progressLine(this.parts!, this.stream.columns ?? COLUMNS) });
    this.bar.start(parts.of, parts.done);
  }
}
