import { expect, test } from '@jest/globals';
import { toPng } from './to-png.js';

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>';

test('a picture is drawn with two pixels for each of its own', async () => {
  const png = Buffer.from(await toPng(svg));
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 6, 4]);
});

test('without the package that draws, what to install is told', async () => {
  await expect(toPng(svg, () => Promise.reject(new Error('Cannot find package')))).rejects.toMatchObject({
    code: 'environment', message: 'a PNG is drawn by the package @resvg/resvg-js, which is not installed. Run "npm install @resvg/resvg-js@2.6.2", or write an SVG: --out FILE.svg.',
  });
});
