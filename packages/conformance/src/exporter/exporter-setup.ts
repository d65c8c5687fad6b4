import type { ExportedFiles, ExportTrial, Samples } from '@knotwork/plugin';
import type { Setup } from '../kit/setup.js';

/** What checks of an exporter need besides the exporter. */
export interface ExporterSetup extends Setup {
  /**
   * Runs what was exported on rows: `runTrial` of `@knotwork/trials` does, where there are processes. Left out where what the trial needs is not
   * installed: then nothing is computed, and checks that would compare are left out.
   */
  readonly run?: (files: ExportedFiles, trial: ExportTrial, rows: Samples) => Promise<number[][]>;
}
