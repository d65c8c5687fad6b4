import { defineInitializer } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { deep } from './deep.js';
import { small } from './small.js';

/**
 * `deep` where the optimizer that trains first takes many steps of an update formula, `small` under methods that solve or search.
 *
 * Methods that know curvature find the length of a step themselves, and from small rough curves they come further; those with steps of a
 * fixed length need a network on which such steps are short.
 */
export const auto = defineInitializer({
  name: 'auto',
  summary: 'deep under first-order optimizers, small under others: chosen by the method of the optimizer that trains first',
  options: z.strictObject({}),
  choose: ({ method }) => ({ kind: (method === 'update' ? deep : small).name }),
  initialize: (shape, stream) => small.initialize(shape, stream, small.options.parse({})),
});
