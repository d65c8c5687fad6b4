import { Expr, formula, type Formula, rewrite } from '@knotwork/algebra';
import { type ExportedModel, type ExportedNetwork, type ExporterDefinition, KnotworkError } from '@knotwork/plugin';
import { asJson, referenceExporter, runReference } from '../subjects/reference-exporter.js';
import type { BrokenPlugin } from './broken-plugin.js';

let written = 0;

/** An exporter that writes another model than the one it is given. */
const mistaken = (name: string, mistake: (model: ExportedModel) => ExportedModel): ReturnType<typeof referenceExporter> => referenceExporter(name, { export: (model) => asJson(mistake(model)) });
const inNetworks = (change: (network: ExportedNetwork) => ExportedNetwork) => (model: ExportedModel): ExportedModel => ({ ...model, members: model.members.map(change) });
const inBases = (change: (f: Formula) => Formula): ReturnType<typeof inNetworks> => inNetworks((network) => (
  { ...network, layers: network.layers.map((layer) => ({ ...layer, terms: layer.terms.map((term) => ({ ...term, formula: change(term.formula) })) })) }
));
const summing = inNetworks((network) => ({ ...network, layers: network.layers.map((layer) => ({ ...layer, nodes: layer.nodes.map((group) => ({ ...group, formula: null })) })) }));
const withoutErf = (f: Formula): Formula => formula(f.inputs, Object.fromEntries(rewrite(f.roots, (e, args) => (e.op === 'erf' ? new Expr('tanh', args) : undefined)).map((e, k) => [f.outputs[k]!, e])), f.tables);

export const brokenExporters: readonly BrokenPlugin[] = [
  { defect: 'a number that counts what was written', definition: referenceExporter('counting', { export: (model) => asJson({ ...model, origin: [`File ${written++}.`] }) }), caughtBy: 'the same model gives the same bytes' },
  { defect: 'an ending that is not the declared one', definition: referenceExporter('renaming', { extension: '.txt' }), caughtBy: 'files are called by the model, and the first has the declared ending' },
  {
    defect: 'a model that is rounded in its place',
    definition: referenceExporter('rounding', { export: (model) => { for (const { scale } of model.members) scale.set(scale.map((v) => v * (1 + 2 ** -50))); return asJson(model); } }),
    caughtBy: 'the model stays as it is',
  },
  {
    defect: 'nodes that are always sums',
    definition: mistaken('summing', summing),
    caughtBy: 'files compute what the network does, whatever it is made of',
  },
  {
    defect: 'quantized numbers that are further off than rounding makes them', definition: referenceExporter('coarse', { precision: () => 'quantized', export: (model) => asJson(summing(model)) }),
    caughtBy: 'files compute what the network does, whatever it is made of',
  },
  { defect: 'products that it says it does not write', definition: referenceExporter('modest', { sumsOnly: true }), caughtBy: 'files compute what the network does, whatever it is made of' },
  {
    defect: 'ranks that are taken as they are',
    definition: mistaken('rankless', inNetworks((network) => ({ ...network, maps: network.maps.filter(({ tables }) => tables.length === 0) }))),
    caughtBy: 'inputs and outputs are in the user\'s units',
  },
  {
    defect: 'the first of several networks alone', definition: mistaken('lonely', (model) => ({ ...model, members: model.members.slice(0, 1) })), caughtBy: 'several networks are their mean',
    alsoFails: ['classes have probabilities, and the largest output is the class'],
  },
  {
    defect: 'classes that nobody asks for', definition: mistaken('classless', (model) => ({ ...model, task: 'regression' })), caughtBy: 'classes have probabilities, and the largest output is the class',
    alsoFails: ['whatever variables and classes are called, files work'],
  },
  {
    defect: 'a comment that a name can end',
    definition: referenceExporter('quoting', { export: (model) => Object.fromEntries(Object.entries(asJson(model)).map(([file, text]) => [file, `# ${model.outputs.map(({ name }) => name).join()}\n${text as string}`])) }),
    caughtBy: 'whatever variables and classes are called, files work',
  },
  {
    defect: 'derivatives without the chain rule',
    definition: mistaken('chainless', (model) => (model.derivatives === undefined ? model : { ...model, derivatives: { ...model.derivatives, members: model.derivatives.members.map((network) => (
      { ...network, layers: network.layers.map((layer) => ({ ...layer, nodes: layer.nodes.map((group) => ({ ...group, formula: null })) })) })) } })),
    caughtBy: 'derivatives stand behind outputs, and are the model\'s',
  },
  { defect: 'an operation taken for another', definition: mistaken('approximate', inBases(withoutErf)), caughtBy: 'every operation of formulas is computed, or refused by name' },
  {
    defect: 'an operation that is refused without its name',
    definition: mistaken('silent', inBases((f) => { if (f.nodes.some(({ op }) => op === 'erf')) throw new KnotworkError('capability', 'This cannot be written.'); return f; })),
    caughtBy: 'every operation of formulas is computed, or refused by name',
  },
].map((broken) => ({ ...broken, definition: broken.definition as unknown as ExporterDefinition, setup: { run: runReference } }));
