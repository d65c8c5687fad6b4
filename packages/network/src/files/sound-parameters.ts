import type { Structure } from '@knotwork/plugin/engine';

/** What domains, knots or shape parameters have that no training leaves behind, in words that stand by themselves; null where all are sound. */
export function unsoundParameters({ layers }: Structure, parameters: Float64Array): string | null {
  for (const term of layers.flatMap((layer) => layer.terms)) {
    const { segments: { domain, knots, shape } } = term;
    for (let i = 0; i < domain.length; i += 2) {
      const [a, b] = [parameters[domain.offset + i]!, parameters[domain.offset + i + 1]!];
      const isSound = term.fixedDomain === null ? a < b : a === term.fixedDomain[0] && b === term.fixedDomain[1];
      if (!isSound) return `"${domain.name}" has the domain [${a}, ${b}]`;
    }
    if (knots !== null) {
      const n = term.intervals! + 1;
      for (let k = 0; k < knots.length; k++) {
        const [t, before] = [parameters[knots.offset + k]!, k % n === 0 ? -Infinity : parameters[knots.offset + k - 1]!];
        if (!(t > before) || (k % n === 0 && t !== 0) || (k % n === n - 1 && t !== term.intervals)) return `"${knots.name}" has knots that do not ascend from 0 to ${term.intervals}`;
      }
    }
    for (const [name, { offset, length }] of Object.entries(shape)) {
      if (term.shape[name]!.constraint === 'positive' && !parameters.subarray(offset, offset + length).every((v) => v > 0)) return `"${shape[name]!.name}" must be positive`;
    }
  }
  return null;
}
