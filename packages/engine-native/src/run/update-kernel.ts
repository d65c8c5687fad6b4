import type { UpdateFormula } from '@knotwork/plugin/engine';
import { InterpretedUpdate, keptPositive, updateFor } from '@knotwork/engine-core';
import { ClockRuns } from './clock-runs.js';
import { formulaKey } from '../code/formula-key.js';
import type { NativeMap, NativeMaps } from './contractions/native-maps.js';
import type { KernelBackend } from './kernel-backend.js';
import { mapKernel } from '../emit/map-kernel.js';
import { updateArrays } from './update-arrays.js';
import { type UpdatePlan, updatePlan } from './update-plan.js';
import type { Memory } from '../memory/arena.js';
import type { Kernels } from '../code/web-assembly.js';

/** Bytes of arrays from which native code updates them: of fewer the call takes longer than what it saves. Both ways give the same bits. */
const NATIVE_BYTES = 2 ** 11;
/** Bytes of a network's numbers from which several threads update them: fewer take less time than telling it. */
const SPREAD_BYTES = 2 ** 19;

/**
 * An optimizer's update as a kernel over all places at once, also those that hold no unknown:
 *
 *     place                       gradient in place    before the update    after it
 *     unknown                     its own              -                    kept positive where it must be
 *     pad of a vector             zero                 -                    put back unless the formula keeps a zero without gradient
 *     lane without edge in a row  meaningless          set to zero          the same
 *     role that is not trained    its own              set to zero          put back unless the formula leaves what has no gradient
 *
 * Whether it does is shown by folding the formula (`updatePlan`): Adam leaves such numbers alone, weight decay does not.
 */
export class UpdateKernel {
  readonly plan: UpdatePlan;
  private readonly kernels: (memory: Memory) => Kernels;
  /** What follows from clocks: `[cut][runs][lane]`, as many runs as there is room for. */
  private cuts = 0;
  private room = 0;
  /** Places that hold a number which must not change; of these, what must be put back. */
  private readonly frozen: Int32Array;
  private readonly restored: Int32Array;
  private readonly saved: Float64Array;
  private readonly positive: Int32Array;
  private readonly started: Float64Array;

  /** The same for scalars, which weight decay leaves alone. */
  readonly scalars: InterpretedUpdate;

  /** Long arrays, by native code; null where that does not know the formula. */
  private readonly native: NativeMap | null;

  /** @param update for numbers of the network, @param source with decay still open, @param maps formulas that native code knows */
  constructor(private readonly backend: KernelBackend, update: UpdateFormula, source: UpdateFormula, maps: NativeMaps | null) {
    this.scalars = new InterpretedUpdate(updateFor(source, 'scalars'));
    const plan = this.plan = updatePlan(update);
    const formulas = updateArrays(plan);
    const { arrays, uniform, outputs } = formulas;
    const inputs = [
      ...arrays.map((name, k) => [name, { pointer: k, offset: 0, each: 'lane' }] as const),
      ...uniform.map((name, k) => [name, { pointer: arrays.length + k, offset: 0, each: 'vector' }] as const),
    ];
    const key = `update ${backend.v.precision} ${formulaKey(inputs.map(([name]) => name), outputs.map(({ expr }) => expr))}`;
    this.kernels = (memory) => memory.kernels(key, () => [
      mapKernel('update', backend.v, { pointers: inputs.length, inputs: Object.fromEntries(inputs), outputs: outputs.map(({ to, expr }) => ({ expr, pointer: Number(to), offset: 0 })) }),
    ]);
    this.native = maps?.map(formulas) ?? null;

    // Places that are not unknowns: pads, lanes without edge, roles that are not trained.
    const isUnknown = new Uint8Array(backend.layout.length);
    for (const place of backend.placeOfUnknown) isUnknown[place] = 1;
    const holds = new Uint8Array(backend.layout.length);
    for (const place of backend.layout.placeOf) if (place >= 0) holds[place] = 1;
    const unused = unusedLanes(backend);
    const frozen: number[] = [];
    const restored: number[] = [];
    for (let place = 0; place < isUnknown.length; place++) {
      if (isUnknown[place] === 1) continue;
      if (holds[place] === 1 || unused.has(place)) frozen.push(place);
      if (holds[place] === 1 ? !plan.isStill : !plan.keepsZero) restored.push(place);
    }
    this.frozen = Int32Array.from(frozen);
    this.restored = Int32Array.from(restored);
    this.saved = new Float64Array(this.restored.length);
    this.positive = Int32Array.from(backend.positive.parameters, (at) => backend.layout.placeOf[at]!);
    this.started = new Float64Array(this.positive.length);
  }

  /** Clocks of all numbers, at the start. */
  clockRuns(): ClockRuns {
    const { backend: { layout, v }, plan } = this;
    return new ClockRuns(plan.clocks.length, layout.length / v.count, v.count);
  }

  /** One step of what trains, from the gradients in place. @param slots address of each slot, in the order of the plan */
  run(trained: number, slots: readonly number[], clocks: ClockRuns, step: number, steps: number): void {
    const { backend: { arena, v, gradient, lanes, layout: { length } }, plan, native, frozen, restored, saved, positive, started } = this;
    const runs = clocks.ends.length;
    const results = plan.advance(clocks.values, runs * v.count, step, steps);
    if (runs > this.room) {
      arena.release(this.cuts);
      // Nothing is held until it is there: the memory may be full.
      [this.cuts, this.room] = [0, 0];
      this.cuts = arena.allocate(Math.max(plan.cuts, 1) * 2 * runs * 16);
      this.room = 2 * runs;
    }
    const numbers = arena.numbers(v.precision);
    const stride = this.room * 16;
    results.forEach((values, k) => { for (let j = 0; j < runs * v.count; j++) numbers[(this.cuts + k * stride) / v.size + j] = values[j]!; });
    for (const place of frozen) numbers[gradient / v.size + place] = 0;
    restored.forEach((place, k) => { saved[k] = numbers[trained / v.size + place]!; });
    positive.forEach((place, k) => { started[k] = numbers[trained / v.size + place]!; });
    const work = (memory: Memory, part: number, of: number): void => {
      const each = (from: number, bytes: number, cuts: readonly number[]): void => {
        const places = [trained + from, gradient + from, ...slots.map((s) => s + from)];
        if (native !== null && bytes >= NATIVE_BYTES) native(memory, part, { bytes, arrays: places, cuts });
        else this.kernels(memory)['update']!(...places, ...cuts, bytes);
      };
      let begin = 0;
      for (let run = 0; run < runs; run++) {
        const end = clocks.ends[run]!;
        const [from, to] = [part, part + 1].map((k) => 16 * (begin + Math.floor((k * (end - begin)) / of))) as [number, number];
        if (to > from) each(from, to - from, results.map((_, k) => this.cuts + k * stride + run * 16));
        begin = end;
      }
    };
    if (lanes === null || length * v.size < SPREAD_BYTES) work(arena, 0, 1); else lanes.spread(work);
    restored.forEach((place, k) => { numbers[trained / v.size + place] = saved[k]!; });
    positive.forEach((place, k) => { numbers[trained / v.size + place] = keptPositive(numbers[trained / v.size + place]!, started[k]!); });
  }
}

/** Places in rows that lie beside edges which are on: they get gradients that mean nothing, pads too where a feature is infinite. */
function unusedLanes({ layout, v }: KernelBackend): Set<number> {
  const unused = new Set<number>();
  for (const { layer, terms, arrangement } of layout.layers) {
    for (const term of terms) {
      if (term.kind !== 'rows') continue;
      const count = term.base + term.term.size;
      for (const { lane, vectors, inputs, at, weights } of term.tiles) {
        const width = vectors * v.count;
        inputs.forEach((i, entry) => {
          for (let k = 0; k < width; k++) {
            const sum = arrangement[lane + k]!;
            if (sum >= 0 && term.term.edges.edgeAt[i * layer.sums + sum]! >= 0) continue;
            for (let r = 0; r < count; r++) unused.add(at + (entry * count + r) * width + k);
            if (weights >= 0) unused.add(weights + entry * width + k);
          }
        });
      }
    }
  }
  return unused;
}
