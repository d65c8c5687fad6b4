import { type Contraction, FEATURE_BYTES, type FeatureFields, featureJob, MAP_BYTES, mapJob, type MapFields, tellFeatures } from '@knotwork/contraction';
import { type ArrayFormulas, type FormulaShape, formulaShape } from '../../code/formula-shape.js';
import { MOST_MODULES } from '../../code/module-cache.js';
import type { FeatureSpec } from '../../emit/feature-kernel.js';
import type { Memory } from '../../memory/arena.js';
import type { Precision } from '@knotwork/plugin/engine';
import { featureArrays } from '../feature-arrays.js';
import { featuresKey } from '../feature-planes.js';

/** A formula over arrays, to be done by the memory of a part of some work. */
export type NativeMap = (memory: Memory, part: number, of: Omit<MapFields, 'size' | 'formula' | 'constants'>) => void;
/** Features of so many bytes of samples at x, by parameters. */
export type NativeFeatures = (bytes: number, x: number, parameters: number) => void;
/** What is known of features before there are samples. */
export type FeaturePlaces = Omit<FeatureFields, 'size' | 'formula' | 'constants' | 'bytes' | 'x' | 'parameters'>;

/** Shapes of features by what decides them: lowering takes longer than a small network's step. */
const shapes = new Map<string, FormulaShape | null>();

function shapeOf(spec: FeatureSpec, precision: Precision): FormulaShape | null {
  const key = `${precision} ${featuresKey(spec)}`;
  const known = shapes.get(key);
  if (known !== undefined) return known;
  const formulas = featureArrays(spec);
  const shape = formulas === null ? null : formulaShape(formulas, precision);
  if (shapes.size >= MOST_MODULES) shapes.clear();
  shapes.set(key, shape);
  return shape;
}

/** Formulas by native code, as far as they were known when it was compiled. Bits are those of kernels. */
export class NativeMaps {
  constructor(private readonly memory: Memory, private readonly precision: Precision, private readonly contraction: Contraction) {}

  private get size(): number { return this.precision === 'float32' ? 4 : 8; }

  /** @returns what goes over arrays by such formulas, which write to arrays by their number; null where native code does not know them */
  map(formulas: ArrayFormulas): NativeMap | null {
    const { key, constants } = formulaShape(formulas, this.precision);
    const formula = this.contraction.maps.indexOf(key);
    if (formula < 0) return null;
    const at = this.put(constants);
    const jobs: number[] = [];
    return (memory, part, of) => {
      // Room for jobs: one for each part of what is spread.
      while (jobs.length <= part) jobs.push(this.memory.allocate(MAP_BYTES));
      memory.put(jobs[part]!, mapJob({ ...of, size: this.size, formula, constants: at }));
      memory.contract(this.contraction, jobs[part]!);
    };
  }

  /** @returns what writes such features; null where native code does not know them */
  features(spec: FeatureSpec, places: FeaturePlaces): NativeFeatures | null {
    const shape = shapeOf(spec, this.precision);
    if (shape === null) return null;
    const { key, constants } = shape;
    const formula = this.contraction.features.indexOf(key);
    if (formula < 0) return null;
    const { memory, size, contraction } = this;
    const [at, job] = [this.put(constants), memory.allocate(FEATURE_BYTES)];
    // Told anew for every block of samples: nothing is made for it.
    const words = featureJob({ ...places, size, formula, constants: at, bytes: 0, x: 0, parameters: 0 });
    return (bytes, x, parameters) => {
      tellFeatures(words, bytes, x, parameters);
      memory.put(job, words);
      memory.contract(contraction, job);
    };
  }

  private put(constants: readonly number[]): number { return this.memory.integers(new Int32Array(Float64Array.from(constants).buffer)); }
}
