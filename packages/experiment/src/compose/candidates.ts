import { type FreshExperiment, type NetworkShape, widthsChoice } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';

/** The networks that a run compares, from inputs to outputs; that of the file alone where there is nothing to choose. */
export function candidateNetworks(experiment: FreshExperiment, { inputs, outputs }: Pick<PreparedData, 'inputs' | 'outputs'>): readonly NetworkShape[] {
  const choice = widthsChoice(experiment);
  const { widths, layers } = experiment.network;
  if (choice === null) return [{ widths: widths as readonly number[], layers }];
  return choice.hidden.map((of): NetworkShape => {
    const { nodes, layers: own } = 'nodes' in of ? of : { nodes: of, layers };
    return { widths: [inputs.length, ...nodes, outputs.length], layers: own };
  });
}

/** A network in a few characters. */
export const shapeText = ({ widths }: Pick<NetworkShape, 'widths'>): string => `[${widths.join(', ')}]`;
