import type * as core from '@tensorflow/tfjs-core';

/** TensorFlow.js as a value: which copy of it computes is chosen when an engine is made. */
export type Tfjs = typeof core;
export type Tensor = core.Tensor;
