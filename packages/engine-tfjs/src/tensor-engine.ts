import { engineOver } from '@knotwork/engine-core';
import { kernelAlgebra } from '@knotwork/engine-native/kernel-algebra';
import type { Engine } from '@knotwork/plugin/engine';
import type { BackendName } from './backends/backend-names.js';
import { openBackend } from './backends/open-backend.js';
import { capabilities } from './capabilities.js';
import { Device } from './device.js';
import { plainAlgebra } from './run/plain-algebra.js';
import { TensorBackend } from './run/tensor-backend.js';
import { tensorExtent } from './run/tensor-extent.js';

/** An engine over one back end of TensorFlow.js. Systems of equations are solved in this process, in double precision. */
export async function tensorEngine(backend: BackendName | 'auto'): Promise<Engine> {
  const { tf, backend: name, notes } = await openBackend(backend);
  return engineOver({
    name: 'tfjs', precision: 'float32', can: capabilities, notes, bytes: tensorExtent, held: () => tf.memory().numTensors, make: (task) => new TensorBackend(task, new Device(tf, name), kernelAlgebra() ?? plainAlgebra),
  });
}
