import type { Model } from '@knotwork/model';
import { lookAt, reportPage } from '@knotwork/report';
import { runText } from '../use/run-text.js';
import { lineFor, type Terminal } from '../use/terminal.js';

/** Texts go anywhere: as wide as is easy to read, with all letters. */
const PAGE: Terminal = { columns: 100, isUnicode: true };

/** What `knotwork show` prints. */
export async function summaryOf(model: Model): Promise<string> {
  return runText(await lookAt(model), PAGE).map((line) => lineFor(PAGE, line)).join('\n');
}

/** What `knotwork report` writes. */
export async function pageOf(model: Model): Promise<string> { return reportPage(await lookAt(model)); }
