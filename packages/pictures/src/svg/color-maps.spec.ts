import { expect, test } from '@jest/globals';
import { type ColorMap, differenceColors, sizeColors, valueColors } from './color-maps.js';

type Three = readonly [number, number, number];

/** Parts of light, 0 to 1. */
const linear = (color: string): Three => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as unknown as Three;
/** @source B. Ottosson, A perceptual color space for image processing, 2020 */
function lab([r, g, b]: Three): Three {
  const [l, m, s] = [0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b, 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b, 0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b].map(Math.cbrt) as [number, number, number];
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}
/** What is seen without one kind of cones. @source G. M. Machado and others, A physiologically-based model for simulation of color vision deficiency, 2009 */
const BLIND = {
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
} as const;
const seenBy = (kind: keyof typeof BLIND, color: Three): Three => BLIND[kind].map((row) => Math.max(0, Math.min(1, row.reduce((sum, part, k) => sum + part * color[k]!, 0)))) as unknown as Three;
const apart = (a: Three, b: Three): number => Math.hypot(...a.map((part, k) => part - b[k]!));
const along = (map: ColorMap, from: number, to: number): Three[] => Array.from({ length: 33 }, (_, k) => lab(linear(map(from + (to - from) * k / 32))));

test.each([['values', valueColors, 0, 1, 1], ['sizes', sizeColors, 0, 1, -1], ['differences below 0', differenceColors, 0, 0.5, 1], ['differences above 0', differenceColors, 0.5, 1, -1]] as const)('steps of %s look equally large, and lightness goes one way', (_, map, from, to, way) => {
  const labs = along(map, from, to);
  const steps = labs.slice(1).map((color, k) => apart(color, labs[k]!));
  // Corners at stops cut a step short, and eight bits round.
  expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.35);
  labs.slice(1).forEach(([lightness], k) => { expect(way * (lightness - labs[k]![0])).toBeGreaterThan(0); });
  expect(Math.abs(labs.at(-1)![0] - labs[0]![0])).toBeGreaterThan(0.5);
});

test('neighboring tenths of a map, and both signs of a difference, are told apart by those who see fewer colors', () => {
  for (const kind of Object.keys(BLIND) as (keyof typeof BLIND)[]) {
    const seen = (map: ColorMap, share: number): Three => lab(seenBy(kind, linear(map(share))));
    for (const map of [valueColors, sizeColors]) for (let k = 0; k < 10; k++) expect(apart(seen(map, k / 10), seen(map, (k + 1) / 10))).toBeGreaterThan(0.03);
    for (const share of [0.1, 0.2, 0.3, 0.4]) expect(apart(seen(differenceColors, 0.5 - share), seen(differenceColors, 0.5 + share))).toBeGreaterThan(0.06);
  }
});

test('no difference is nearly white, signs are as dark as each other, and shares beyond the ends are held there', () => {
  const [middle, low, high] = [0.5, 0, 1].map((share) => lab(linear(differenceColors(share)))) as [Three, Three, Three];
  expect(middle[0]).toBeGreaterThan(0.95);
  expect(Math.abs(low[0] - high[0])).toBeLessThan(0.04);
  for (const map of [valueColors, sizeColors, differenceColors]) expect([map(-1), map(2)]).toEqual([map(0), map(1)]);
});
