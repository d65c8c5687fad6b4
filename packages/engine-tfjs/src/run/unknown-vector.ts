import type { Vec } from '@knotwork/plugin';
import type { Device } from '../device.js';
import { ofShape, type Quantity } from '../formulas/tensor-operations.js';
import type { Tensor } from '../tfjs-module.js';

/** One number for every unknown, by the parts in which they lie on the device. */
export type UnknownVector = readonly Tensor[];

/** What an optimizer remembers: a part whose numbers are all the same is that number, which lives here and costs nothing. */
export type SlotVector = readonly Quantity[];

/** Moves numbers of all unknowns to the device and back. Tensors that come from it stay until they are disposed of. */
export class UnknownVectors {
  /** Unknown, as the layout numbers them, of every unknown on the device, part behind part. */
  readonly order: Uint32Array;

  /** @param parts unknowns of every part, as the layout numbers them */
  constructor(private readonly device: Device, readonly parts: readonly Uint32Array[]) { this.order = Uint32Array.from(parts.flatMap((part) => Array.from(part))); }

  toDevice(byUnknown: Vec): UnknownVector { return this.parts.map((part) => this.device.vector(Float32Array.from(part, (k) => byUnknown[k]!))); }

  toSlot(byUnknown: Vec): SlotVector {
    return this.parts.map((part) => {
      const first = byUnknown[part[0]!] ?? 0;
      return part.every((k) => byUnknown[k] === first) ? first : this.device.vector(Float32Array.from(part, (k) => byUnknown[k]!));
    });
  }

  toHost(vector: SlotVector): Vec {
    const byUnknown = new Float64Array(this.order.length);
    this.device.run(() => {
      vector.forEach((q, p) => {
        const part = this.parts[p]!;
        if (typeof q === 'number') for (const k of part) byUnknown[k] = q;
        else q.dataSync().forEach((v, d) => { byUnknown[part[d]!] = v; });
      });
    });
    return byUnknown;
  }

  /** The same numbers once more: whoever holds them disposes of his own. To be called within `run`. */
  again<T extends Quantity>(vector: readonly T[]): T[] { return vector.map((q) => (typeof q === 'number' ? q : this.device.again(q)) as T); }

  /** Makes results of formulas a vector that stays. To be called within `run`. */
  kept(vector: SlotVector): UnknownVector {
    return vector.map((q, p) => this.device.again(ofShape(this.device, q, [this.parts[p]!.length])));
  }
}

/** Gives back what tensors hold. */
export function disposeAll(vector: SlotVector | null): void { for (const q of vector ?? []) if (typeof q !== 'number') q.dispose(); }
