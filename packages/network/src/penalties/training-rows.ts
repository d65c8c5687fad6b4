import type { Samples } from '@knotwork/plugin';
import type { Moments } from '@knotwork/plugin/engine';

/** What an engine's state makes of the rows that a penalty round is frozen on. */
export interface TrainingRows {
  /** Moments of the features of a layer. */
  moments(layer: number): Promise<Moments>;
  /** Inputs of a layer, or outputs of the network for the number of layers: `[count][width]`. */
  activations(layer: number): Promise<Samples>;
}
