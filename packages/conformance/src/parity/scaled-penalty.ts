import type { FrozenPenalty } from '@knotwork/plugin/engine';

/** A frozen penalty so many times over. */
export function scaledPenalty({ forms, linear, constant }: FrozenPenalty, factor: number): FrozenPenalty {
  return {
    forms: forms.map((form) => ({ ...form, scale: factor * form.scale })), linear: linear.map((form) => ({ ...form, slope: form.slope.map((v) => factor * v) })), constant: factor * constant,
  };
}
