import { cite, defineImporter } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { ForeignNetwork } from '../foreign-network.js';
import { NetworkDraft } from '../network-draft.js';
import { JaxkanLayer, jaxkanAbout } from './jaxkan-layer.js';
import { jaxkanTerms } from './jaxkan-terms.js';

/** Networks of jaxKAN, the model `KAN` with layers of any of its kinds. */
export const jaxkan = defineImporter({
  name: 'jaxkan',
  summary: 'Networks of jaxKAN: splines, Chebyshev and Legendre polynomials, Fourier sums, Gaussian bumps, sines',
  source: cite({ authors: ['S. Rigas', 'M. Papachristou'], year: 2025, title: 'jaxKAN: A unified JAX framework for Kolmogorov-Arnold Networks', id: 'doi:10.21105/joss.07830' }),
  options: z.strictObject({}),
  read(file) {
    const foreign = new ForeignNetwork(file, 'jaxKAN');
    const { layers } = jaxkanAbout(foreign);
    const draft = new NetworkDraft();
    const domains: (readonly [number, number])[] = [];
    const notes: string[] = [];
    let inputs: number | null = null;
    layers.forEach((about, l) => {
      const layer = new JaxkanLayer(foreign, about, l, inputs);
      const { terms, known, constants } = jaxkanTerms(layer);
      if (l === 0) {
        domains.push(...known ?? Array.from({ length: layer.inputs }, () => [-1, 1] as const));
        if (known === null) notes.push('Layers of this kind do not say where they know their inputs; it was taken to be from -1 to 1.');
      }
      draft.add({ kind: 'kan' }, { inputs: layer.inputs, outputs: layer.sums, bias: layer.bias.map((bias, s) => bias + (constants?.[s] ?? 0)) }, terms);
      inputs = layer.sums;
    });
    return { inputs: domains.map((_, i) => `x${i + 1}`), outputs: Array.from({ length: inputs! }, (_, o) => `y${o + 1}`), layers: draft.layers, numbers: draft.numbers, domains, notes };
  },
});
