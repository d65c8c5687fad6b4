/** Lightness 0 to 1, chroma, and hue in degrees. */
type Stop = readonly [lightness: number, chroma: number, hue: number];
/** Lightness, green to red, blue to yellow. */
type Lab = readonly [number, number, number];

/** From a share, 0 to 1, to a color such as `#3b0f70`; what is outside has the color of the nearer end. */
export type ColorMap = (share: number) => string;

/**
 * Colors through a few stops in OKLab, where even distances are seen as even, by the length of the way: equal steps of a value look equally large. Lightness alone tells
 * values apart, so that they can be read by those who see no colors, and on paper that has none. Colors mean numbers and are the same on light and on dark paper.
 *
 * @source B. Ottosson, A perceptual color space for image processing, 2020
 */
function colorMap(stops: readonly Stop[]): ColorMap {
  const labs = stops.map(labOf);
  const ends = labs.slice(1).reduce<number[]>((all, lab, k) => [...all, all.at(-1)! + Math.hypot(...lab.map((part, i) => part - labs[k]![i]!))], [0]);
  return (share) => {
    const along = Math.max(0, Math.min(1, share)) * ends.at(-1)!;
    const k = Math.min(labs.length - 2, Math.max(0, ends.findLastIndex((end) => end <= along)));
    const t = (along - ends[k]!) / (ends[k + 1]! - ends[k]!);
    return hex(labs[k]!.map((part, i) => part + t * (labs[k + 1]![i]! - part)) as unknown as Lab);
  };
}

/** Of values: dark violet over teal to light yellow. */
export const valueColors = colorMap([[0.27, 0.12, 295], [0.38, 0.125, 275], [0.5, 0.1, 245], [0.61, 0.1, 200], [0.72, 0.135, 160], [0.83, 0.17, 125], [0.93, 0.16, 103]]);
const below = colorMap([[0.97, 0.004, 90], [0.76, 0.085, 240], [0.55, 0.13, 250], [0.36, 0.12, 262]]);
const above = colorMap([[0.97, 0.004, 90], [0.78, 0.1, 62], [0.58, 0.13, 50], [0.38, 0.105, 42]]);
/** Of differences from 0, which is in the middle and nearly white: blue below, orange above, as far apart for those who tell no red from green. */
export const differenceColors: ColorMap = (share) => (share < 0.5 ? below(1 - 2 * share) : above(2 * share - 1));
/** Of sizes that should be small: pale where they are, dark plum where they are not. */
export const sizeColors = colorMap([[0.965, 0.015, 95], [0.84, 0.09, 75], [0.7, 0.135, 45], [0.55, 0.16, 20], [0.4, 0.135, 355], [0.25, 0.085, 325]]);

function labOf([lightness, chroma, hue]: Stop): Lab {
  const angle = hue * Math.PI / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function hex([l, a, b]: Lab): string {
  const [x, y, z] = [l + 0.3963377774 * a + 0.2158037573 * b, l - 0.1055613458 * a - 0.0638541728 * b, l - 0.0894841775 * a - 1.291485548 * b].map((part) => part ** 3) as [number, number, number];
  const linear = [4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z, -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z, -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z];
  const parts = linear.map((part) => {
    const held = Math.max(0, Math.min(1, part));
    return Math.round(255 * (held <= 0.0031308 ? 12.92 * held : 1.055 * held ** (1 / 2.4) - 0.055)).toString(16).padStart(2, '0');
  });
  return `#${parts.join('')}`;
}
