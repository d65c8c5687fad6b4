import type { Model } from '@knotwork/model';
import type { Catalog } from '@knotwork/plugin';
import { readContents } from './contents/read-contents.js';
import type { RunContents } from './contents/run-contents.js';
import type { ReportRequest } from './report-request.js';

/**
 * What a report of a model is made of. Cost: predictions of the kept training rows, once and for every input.
 *
 * @param contents of its run, where they were read already
 */
export async function lookAt(model: Model, contents: RunContents = contentsOf(model)): Promise<ReportRequest> {
  const effects = model.rows('train') === null ? null : await model.importances();
  return { contents, model, effects, notes: model.notes, resolutionName: resolutionNameOf(contents, model.catalog) };
}

/** What the basis of a run calls its resolution, such as `intervals`; `resolution` where it is not installed. */
export function resolutionNameOf({ record, network }: RunContents, catalog: Catalog): string {
  const made = record?.experiment?.network;
  const basis = made === undefined || 'from' in made ? network?.bases[0] : made.basis.kind;
  const isKnown = basis !== undefined && catalog.list('basis').some(({ definition }) => definition.name === basis);
  return (isKnown ? catalog.get('basis', basis).capabilities.refine?.option : undefined) ?? 'resolution';
}

function contentsOf(model: Model): RunContents {
  const files = model.files();
  return readContents((name) => files[name] ?? null, model.place);
}
