import { join } from 'node:path';
import type { BindingName } from '../binding-names.js';
import { LOADER } from '../record.js';
import { failsItself } from './errors.js';
import { type Environment, sentence, start } from './programs.js';

/** What a binding says of itself. */
export interface SelfTest {
  /** Version of the native library. */
  readonly tensorflow: string;
  /** Whether a GPU computes. */
  readonly onGpu: boolean;
}

// A process of its own: what is wrong with native code ends it.
const PROGRAM = `
const tf = require(process.argv[1]);
const near = (what, got, wanted) => { if (!(got.length === wanted.length && got.every((x, k) => Math.abs(x - wanted[k]) <= 1e-5 * Math.abs(wanted[k])))) throw new Error(what + ' gave ' + got + ' in place of ' + wanted); };
if (tf.getBackend() !== 'tensorflow') throw new Error('the backend is ' + tf.getBackend());
near('matMul', tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(), [19, 22, 43, 50]);
near('the gradient', tf.grad((x) => tf.sum(tf.mul(x, tf.square(x))))(tf.tensor1d([1, 2, -3])).dataSync(), [3, 12, 27]);
near('a product of methods', tf.tensor1d([1, 2]).mul(3).add(1).toInt().prelu(0.5).dataSync(), [4, 7]);
const texts = ['a', 'b'.repeat(22), 'c'.repeat(40)];
if (tf.tensor1d(texts).arraySync().join() !== texts.join()) throw new Error('texts came back otherwise');
console.log(JSON.stringify({ tensorflow: tf.backend().binding.TF_Version, onGpu: tf.backend().isUsingGpuDevice === true }));
`;

/** Multiplies, differentiates and stores texts. @throws KnotworkError where that is not right, or ends the process */
export async function testBinding(name: BindingName, folder: string, env: Environment, signal?: AbortSignal): Promise<SelfTest> {
  const { status, output } = await start([process.execPath, '-e', PROGRAM, join(folder, LOADER)], { env, cwd: folder, signal });
  const line = output.split('\n').find((text) => text.startsWith('{"tensorflow"'));
  if (status === 0 && line !== undefined) return JSON.parse(line) as SelfTest;
  throw failsItself(name, status === null ? 'it ended by a signal, as where the processor lacks an instruction that the library needs.' : sentence(output, /Error: /));
}
