import type { ReportRequest } from '../report-request.js';
import { confusionOf } from './predicted.js';

type Of = Pick<ReportRequest, 'contents' | 'model'>;

/** Whether the network tells classes, which have no units. */
export function isOfClasses({ contents, model }: Of): boolean { return model === null ? confusionOf(contents) !== null : model.task === 'classification'; }

/** Whether the loss is of targets that were standardized: not of classes, of equations, and of targets that were left as they are. */
export function isLossStandardized({ contents, model }: Of): boolean {
  if (model === null) return !isOfClasses({ contents, model }) && contents.record?.experiment?.standardizeTargets === true;
  return model.network.network.spec.outputs.some(({ map: { center, scale } }) => center !== 0 || scale !== 1);
}
