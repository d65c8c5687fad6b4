import { expect, test } from '@jest/globals';
import { colorsIn, contrast } from '../fixtures/contrast.js';
import { NETWORKS } from '../fixtures/networks.js';
import { everything, parsedSvg } from '../fixtures/parsed-svg.js';
import { networkPicture, pictureStyle } from '../index.js';
import { SERIES, paint } from './palette.js';

test('texts and series have contrast enough on light and on dark paper', () => {
  const paper = colorsIn(pictureStyle(), 'paper');
  expect(paper).toHaveLength(2);
  for (const name of ['ink', 'quiet', ...SERIES]) colorsIn(pictureStyle(), name).forEach((color, k) => { expect({ name, ratio: contrast(color, paper[k]!) >= 4.5 }).toEqual({ name, ratio: true }); });
});

test('every color is a plain attribute, which is enough, and a class that a page may override', () => {
  expect(paint({ fill: 'none', stroke: 'ink' })).toEqual({ class: 'kw-stroke-ink', fill: 'none', stroke: '#1b2430' });
  for (const data of [NETWORKS.withProducts!, NETWORKS.wine!]) {
    const alone = everything(parsedSvg(networkPicture(data)));
    const style = alone.find(({ name }) => name === 'style')!.text;
    for (const { attributes } of alone.slice(1)) {
      for (const name of attributes.get('class')?.split(' ') ?? []) {
        const [, part] = name.split('-') as [string, 'fill' | 'stroke'];
        expect(attributes.get(part)).toMatch(/^#[0-9a-f]{6}$/);
        expect(style).toContain(`.${name}{${part}:#`);
        expect(pictureStyle()).toContain(`.${name}{${part}:var(--kw-`);
      }
      expect([...attributes.values()].join()).not.toContain('var(');
      expect(attributes.has('opacity')).toBe(false);
    }
    // Whoever knows no media blocks sees none of it.
    expect(style).toMatch(/^(@media[^{]+\{(\.[\w-]+\{[^{}]+\})+\})+$/);
  }
});

test('part of a page has neither paper nor style of its own', () => {
  const part = networkPicture(NETWORKS.hello!, { standalone: false });
  expect(part).not.toContain('<style');
  expect(part).not.toContain('xmlns');
  const alone = networkPicture(NETWORKS.hello!);
  expect(alone).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(alone.length).toBeGreaterThan(part.length);
});
