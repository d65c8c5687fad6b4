import type { Model } from '@knotwork/model';
import type { RunContents } from './contents/run-contents.js';

/** What a report is made of. */
export interface ReportRequest {
  readonly contents: RunContents;
  /** The model, whose edges are shown; null where it cannot be had, such as without one of its plugins. */
  readonly model: Model | null;
  /** Total effects of inputs by name, where the model could be asked. */
  readonly effects: Readonly<Record<string, number>> | null;
  /** Why there is no model, where it was tried, and other things that readers should know. */
  readonly notes: readonly string[];
  /** What the basis calls its resolution, such as `intervals`. */
  readonly resolutionName: string;
}
