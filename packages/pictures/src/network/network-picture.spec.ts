import { expect, test } from '@jest/globals';
import { collisions, endsOfTurned, nodesOf, panelsOf, shiftOf, type Taken, textsOf } from '../fixtures/boxes.js';
import { CONCRETE, edge, network, NETWORKS, sums, withProducts } from '../fixtures/networks.js';
import { everything, numberOf, parsedSvg, type Parsed, titleOf } from '../fixtures/parsed-svg.js';
import { distanceTo, pathPoints } from '../fixtures/path-points.js';
import { networkPicture, type NetworkOptions, type PicturedEdge, type PicturedNetwork } from '../index.js';

/** A line leaves out points that it passes within 0.1 pixels, and its decimals are one or two. */
const NEAR = 0.2;
/** Share of a panel's height that stays free below and above. */
const ROOM = 0.12;

const FORMS = ['flow', 'matrix'] as const;
/** Networks by name, in every form that is of use. */
const ALL = Object.entries(NETWORKS).flatMap(([name, { layers }]) => FORMS.filter((form) => form === 'matrix' || layers.every(({ edges }) => edges.length < 100)).map((form) => [name, form] as const));
const elementsOf = (data: PicturedNetwork, options: NetworkOptions = {}): Parsed[] => everything(parsedSvg(networkPicture(data, options)));
const groupOf = (elements: readonly Parsed[], layer: number, { input, sum }: Pick<PicturedEdge, 'input' | 'sum'>): Parsed =>
  elements.find(({ attributes }) => attributes.get('id') === `network-edge-${layer}-${input}-${sum}`)!;
/** The line of a panel. */
const curveOf = (group: Parsed): Parsed => group.children.find(({ name, attributes }) => name === 'path' && attributes.get('class') === 'kw-stroke-accent')!;

test.each(ALL)('%s as %s: well-formed, in its frame, and nothing upon anything else', (name, form) => {
  const data = NETWORKS[name]!;
  const elements = elementsOf(data, { form });
  const [width, height] = [numberOf(elements[0]!, 'width'), numberOf(elements[0]!, 'height')];
  expect(elements[0]!.attributes.get('viewBox')).toBe(`0 0 ${width} ${height}`);
  const panels = panelsOf(elements);
  expect(panels.size).toBe(data.layers.reduce((sum, { edges }) => sum + edges.length, 0));
  const taken: Taken[] = [...panels.values(), ...nodesOf(elements), ...textsOf(elements).filter(({ what }) => what !== 'tanh')];
  expect(collisions(taken)).toEqual([]);
  expect(taken.filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height)).toEqual([]);
  expect(endsOfTurned(elements).filter(({ x, y }) => x < 0 || y < 0 || x > width || y > height)).toEqual([]);
});

test.each(ALL)('%s as %s: every edge is the curve that its data say, on the scale of its sum', (name, form) => {
  const data = NETWORKS[name]!;
  const groups = new Map(elementsOf(data, { form }).map((element) => [element.attributes.get('id'), element]));
  data.layers.forEach(({ edges }, l) => {
    for (const one of edges) {
      const group = groups.get(`network-edge-${l}-${one.input}-${one.sum}`)!;
      const frame = group.children.find(({ name }) => name === 'rect')!;
      const [width, height] = [numberOf(frame, 'width'), numberOf(frame, 'height')];
      const lines = pathPoints(curveOf(group).attributes.get('d')!);
      const span = (y: ArrayLike<number>): number => Math.max(...Array.from(y)) - Math.min(...Array.from(y));
      const widest = Math.max(...edges.filter(({ sum }) => sum === one.sum).map(({ y }) => span(y)));
      const center = (Math.max(...Array.from(one.y)) + Math.min(...Array.from(one.y))) / 2;
      const away = Array.from(one.x, (x, i) => distanceTo(lines, [(x + 1) / 2 * width, height / 2 - (one.y[i]! - center) / widest * (1 - 2 * ROOM) * height]));
      expect(Math.max(...away)).toBeLessThan(NEAR);
      // No more than a point of the line for a point of the data, and nothing beside them.
      expect(lines.flat().length).toBeLessThanOrEqual(one.x.length);
    }
  });
});

test('a flow connects every panel with the node it reads and the sum it leads to', () => {
  for (const name of ['hello', 'iris', 'sparse', 'withProducts']) {
    const data = NETWORKS[name]!;
    const elements = elementsOf(data, { form: 'flow' });
    const panels = panelsOf(elements);
    const nodes = nodesOf(elements);
    const wires = elements.filter(({ name, attributes }) => name === 'path' && attributes.has('stroke-opacity') && /^M[-\d. ]+[LC]/.test(attributes.get('d')!)).map((wire) => ({ wire, points: pathPoints(wire.attributes.get('d')!)[0]! }));
    const titled = (words: string): Parsed => elements.find((element) => element.name === 'g' && titleOf(element)?.split(':')[0] === words)!;
    const touches = ([x, y]: [number, number], node: Taken): boolean => x > node.left - 1 && x < node.right + 1 && y > node.top - 1 && y < node.bottom + 1;
    const nameOf = (l: number, node: number): string => l < 0 ? data.inputs[node]! : l === data.layers.length - 1 ? data.outputs[node]! : data.layers[l]!.nodes[node]!.name ?? `node ${node} of layer ${l}`;
    data.layers.forEach(({ edges, nodes: own }, l) => {
      for (const one of edges) {
        const panel = panels.get(`network-edge-${l}-${one.input}-${one.sum}`)!;
        const middle = (panel.top + panel.bottom) / 2;
        const into = wires.find(({ points }) => Math.hypot(points[1]![0] - panel.left, points[1]![1] - middle) < 0.1)!;
        const out = wires.find(({ points }) => Math.hypot(points[0]![0] - panel.right, points[0]![1] - middle) < 0.1)!;
        const source = nodesOf(everything(titled(nameOf(l - 1, one.input)))).at(-1)!;
        expect(touches(into.points[0]!, source)).toBe(true);
        const node = own.findIndex((other) => other.sums.includes(one.sum));
        const signs = nodesOf(everything(titled(nameOf(l, node))));
        const apart = own[node]!.sums.length > 1 || own[node]!.kind !== 'sum';
        expect(touches(out.points[1]!, signs[apart ? own[node]!.sums.indexOf(one.sum) : 0]!)).toBe(true);
        expect(nodes).toContainEqual(signs[0]);
        for (const { wire } of [into, out]) expect(numberOf(wire, 'stroke-width')).toBeCloseTo(0.7 + 2.3 * one.score, 1);
      }
    });
  }
});

test('in a matrix rows and columns are what is read and summed up, in turn from layer to layer', () => {
  for (const name of ['wine', 'withProducts', 'sparse']) {
    const data = NETWORKS[name]!;
    const panels = panelsOf(elementsOf(data, { form: 'matrix' }));
    const places = data.layers.map(({ edges }, l) => edges.map((one) => ({ one, panel: panels.get(`network-edge-${l}-${one.input}-${one.sum}`)! })));
    const wrong: string[] = [];
    places.forEach((layer, l) => {
      const [read, summed] = l % 2 === 0 ? ['top', 'left'] as const : ['left', 'top'] as const;
      for (const { one, panel } of layer) {
        for (const { one: other, panel: its } of layer) {
          if ((panel[read] === its[read]) !== (one.input === other.input)) wrong.push(`inputs of ${panel.what} and ${its.what}`);
          if ((panel[summed] === its[summed]) !== (one.sum === other.sum)) wrong.push(`sums of ${panel.what} and ${its.what}`);
        }
        // A node goes on in the direction of its sums.
        for (const { one: before, panel: its } of places[l - 1] ?? []) {
          if (data.layers[l - 1]!.nodes[one.input]!.sums.join() === String(before.sum) && Math.abs(its[read] - panel[read]) > 1) wrong.push(`${its.what} does not lead to ${panel.what}`);
        }
      }
    });
    expect(wrong).toEqual([]);
  }
});

test('the stronger the score the stronger the ink; what is beyond the ends is held there', () => {
  const scores = [NaN, -1, 0, 0.01, 0.2, 0.9, 1, 7];
  const data: PicturedNetwork = { inputs: scores.map(String), outputs: ['y'], layers: [{ nodes: sums(1), edges: scores.map((score, k) => edge(k, 0, score)) }] };
  for (const form of FORMS) {
    const elements = elementsOf(data, { form });
    const inks = scores.map((_, k) => numberOf(curveOf(groupOf(elements, 0, { input: k, sum: 0 })), 'stroke-opacity'));
    expect(inks.slice(0, 3)).toEqual([inks[0], inks[0], inks[0]]);
    expect(inks.slice(6)).toEqual([1, 1]);
    inks.slice(3, 7).forEach((ink, k) => { expect(ink).toBeGreaterThan(inks[k + 2]!); });
    expect(inks[0]).toBeGreaterThan(0.2);
  }
});

test('words and thresholds take the score of an edge, and lines and places what it weighs in its layer', () => {
  const data: PicturedNetwork = {
    inputs: ['a', 'b'], outputs: ['y'],
    layers: [{ nodes: sums(2), edges: [{ ...edge(0, 0, 0.2), weight: 0.5 }, { ...edge(1, 1, 0.4), weight: 1 }] }, { nodes: sums(1), edges: [{ ...edge(0, 0, 0.31), weight: 0.62 }, { ...edge(1, 0, 0.5), weight: 1 }] }],
  };
  for (const form of FORMS) {
    const elements = elementsOf(data, { form });
    expect(elements.find(({ name }) => name === 'desc')!.text).toBe('4 edges in 2 layers. Strongest: node 1 of layer 0 → y (score 0.5); b → node 1 of layer 0 (score 0.4); node 0 of layer 0 → y (score 0.31); a → node 0 of layer 0 (score 0.2).');
    const alike = elementsOf({ ...data, layers: data.layers.map((layer) => ({ ...layer, edges: layer.edges.map(({ weight, ...one }) => ({ ...one, score: weight! })) })) }, { form });
    const drawn = (of: readonly Parsed[]) => of.filter(({ name }) => name === 'path' || name === 'rect').map(({ attributes }) => [...attributes]);
    expect(drawn(elements)).toEqual(drawn(alike));
    expect(networkPicture(data, { form, threshold: 0.45 }).replaceAll(/<\/text><text[^>]*>/g, ' ')).toContain('3 edges with scores below 0.45 are left out.');
  }
});

test('curves that share a sum share a scale, or not where that is asked for', () => {
  const data: PicturedNetwork = { inputs: ['a', 'b', 'c'], outputs: ['y', 'z'], layers: [{ nodes: sums(2), edges: [edge(0, 0, 1, 2, 31, 10), edge(1, 0, 1, 2, 31, 1), edge(2, 1, 1, 2, 31, 0.001)] }] };
  const heights = (options: NetworkOptions): number[] => {
    const elements = elementsOf(data, options);
    return data.layers[0]!.edges.map((one) => {
      const group = groupOf(elements, 0, one);
      const ys = pathPoints(curveOf(group).attributes.get('d')!).flat().map(([, y]) => y);
      return (Math.max(...ys) - Math.min(...ys)) / numberOf(group.children.find(({ name }) => name === 'rect')!, 'height');
    });
  };
  const full = 1 - 2 * ROOM;
  heights({}).forEach((height, k) => { expect(height).toBeCloseTo([full, full / 10, full][k]!, 2); });
  heights({ verticalScale: 'own' }).forEach((height) => { expect(height).toBeCloseTo(full, 2); });
  expect(networkPicture(data, { verticalScale: 'own' })).toContain('scale of its own');
});

test('gaps, levels and numbers of any size', () => {
  const x = [0, 1, 2, 3, 4, 5, 6];
  const of = (y: number[], rest: Partial<PicturedEdge> = {}): Parsed => {
    const data: PicturedNetwork = { inputs: ['x'], outputs: ['y'], layers: [{ nodes: sums(1), edges: [{ input: 0, sum: 0, score: 1, x, y, ...rest }] }] };
    return groupOf(elementsOf(data), 0, { input: 0, sum: 0 });
  };
  const lines = (y: number[], rest: Partial<PicturedEdge> = {}): [number, number][][] => pathPoints(curveOf(of(y, rest)).attributes.get('d')!);
  expect(lines([1, 2, NaN, 1, 2, Infinity, 5]).map((line) => line.length)).toEqual([2, 2, 2]); // the last one a dot
  expect(lines([1, 2, NaN, 1, 2, Infinity, 5])[2]![0]).toEqual(lines([1, 2, NaN, 1, 2, Infinity, 5])[2]![1]);
  const [level] = lines([3, 3, 3 + 4e-16, 3, 3, 3, 3]);
  expect(level).toEqual([[0, 40], [120, 40]]);
  for (const size of [1e300, 1.7e308, 1, 1e-300]) expect(lines(x.map((v) => size * (v / 3 - 1)))).toEqual([[[0, 70.4], [120, 9.6]]]);
  expect(lines([0, 0, 0, 0, 0, 0, 5], { x: [2, 2, 2, 2, 2, 2, 2] })[0]![0]![0]).toBe(60);
  // Nothing to draw is not drawn as zero.
  const broken = of(x.map(() => NaN));
  expect(curveOf(broken)).toBeUndefined();
  expect(broken.children.some(({ attributes }) => attributes.get('class') === 'kw-stroke-second')).toBe(true);
  expect(lines([7], { x: [0] })).toEqual([[[60, 40], [60, 40]]]);
  // Bands end at the rim, have gaps of their own, and are left out where they are nowhere.
  const band = (lower: number[], upper: number[]): Parsed | undefined => of([0, 1, 2, 3, 4, 5, 6], { lower, upper }).children.find(({ attributes }) => attributes.get('class')?.includes('kw-fill-accent'));
  const points = pathPoints(band([-9, 0, 1, 2, 3, NaN, 5], [1, 2, 3, 4, 5, 6, 1e9])!.attributes.get('d')!);
  expect(points).toHaveLength(2);
  expect(points.flat().every(([, y]) => y >= 0 && y <= 80)).toBe(true);
  expect(points[0]![0]![1]).toBeLessThan(points[0]!.at(-1)![1]);
  expect(band(x.map(() => NaN), x)).toBeUndefined();
});

test('bins stand on the ground, the tallest the highest', () => {
  const bins = (density: number[]): Parsed | undefined => {
    const data: PicturedNetwork = { inputs: ['x'], outputs: ['y'], layers: [{ nodes: sums(1), edges: [{ ...edge(0, 0, 1), density }] }] };
    return groupOf(elementsOf(data), 0, { input: 0, sum: 0 }).children.find(({ attributes }) => attributes.get('class') === 'kw-fill-mass');
  };
  const points = pathPoints(bins([1, 0, 4, NaN])!.attributes.get('d')!)[0]!;
  const top = (left: number): number => points.find(([x]) => x === left + 30)![1];
  expect([0, 30, 60, 90].map((left) => 80 - top(left)).map((high, _, [, , most]) => high / most!)).toEqual([0.25, 0, 1, 0].map((share) => expect.closeTo(share, 2)));
  expect(bins([0, 0])).toBeUndefined();
});

test('a thousand edges are below 500 kB, with points enough', () => {
  for (const widths of [[10, 50, 10], [100, 10], [20, 20, 20, 10]]) {
    const svg = networkPicture(network(widths, { points: 61 }));
    expect(Buffer.byteLength(svg)).toBeLessThan(500_000);
    expect(svg.match(/id="network-edge-/g)!.length).toBeGreaterThanOrEqual(1000);
  }
});

test('the same data are the same bytes, as lists or as arrays of doubles, and inputs are not touched', () => {
  for (const form of FORMS) {
    const data = network([4, 3, 2]);
    const before = JSON.stringify(data);
    const doubles: PicturedNetwork = { ...data, layers: data.layers.map((layer) => ({ ...layer, edges: layer.edges.map((one) => ({ ...one, x: Float64Array.from(one.x), y: Float64Array.from(one.y) })) })) };
    expect(networkPicture(doubles, { form })).toBe(networkPicture(data, { form }));
    expect(JSON.stringify(data)).toBe(before);
  }
});

test('many connections become a matrix', () => {
  const isMatrix = (data: PicturedNetwork): boolean => networkPicture(data).includes('enter its table');
  expect([[2, 5, 1], [4, 5, 3], [5, 4], [21, 1], [5, 5, 1]].map((widths) => isMatrix(network(widths)))).toEqual([false, false, false, true, true]);
});

test('what a threshold hides is counted, and what has no edge left is not drawn', () => {
  const data: PicturedNetwork = {
    inputs: Array.from({ length: 20 }, (_, k) => `input ${k}`), outputs: ['y'],
    layers: [{ nodes: sums(3), edges: [edge(3, 0, 0.9), edge(17, 1, 0.5), edge(4, 2, 0.01)] }, { nodes: sums(1), edges: [edge(0, 0, 0.9), edge(1, 0, 0.5), edge(2, 0, 0.02)] }],
  };
  const titles = (options: NetworkOptions): (string | undefined)[] => elementsOf(data, options).map(titleOf);
  for (const form of FORMS) {
    expect(titles({ form })).toEqual(expect.arrayContaining(['input 3', 'input 4', 'input 17', 'node 2 of layer 0']));
    expect(titles({ form })).not.toContain('input 5');
    expect(networkPicture(data, { form }).replaceAll(/<\/text><text[^>]*>/g, ' ')).toContain('17 inputs are read by no edge and not drawn.');
    expect(titles({ form, threshold: 0.02 })).toContain('node 2 of layer 0');
    const rest = titles({ form, threshold: 0.1 });
    expect(rest).not.toContain('input 4');
    expect(rest).not.toContain('node 2 of layer 0');
    const words = networkPicture(data, { form, threshold: 0.1 }).replaceAll(/<\/text><text[^>]*>/g, ' ');
    expect(words).toContain('2 edges with scores below 0.1 are left out. 18 inputs are read by no edge that is left and not drawn.');
  }
  // A few inputs that nothing reads are worth seeing, and so is everything where nothing is left.
  expect(elementsOf({ ...network([6, 1], { keep: (_, input) => input === 2 }) }).map(titleOf)).toEqual(expect.arrayContaining(['x1', 'x6']));
  expect(elementsOf(network([9, 1], { keep: () => false })).map(titleOf)).toEqual(expect.arrayContaining(['x1', 'x9']));
});

test('nodes have signs, names and words', () => {
  for (const form of FORMS) {
    const elements = elementsOf(withProducts, { form });
    const titles = elements.map(titleOf);
    expect(titles).toEqual(expect.arrayContaining(['node 1 of layer 0: product', 'node 2 of layer 0: tanh', 'helper', 'y1', 'x3']));
    expect(elements.map(({ text }) => text)).toEqual(expect.arrayContaining(['tanh', 'y2', 'x1']));
    const sign = elements.find((element) => titleOf(element) === 'node 1 of layer 0: product')!.children.filter(({ name }) => name === 'path').at(-1)!;
    const [[a, b]] = pathPoints(sign.attributes.get('d')!) as [[number, number][]];
    expect(a![0] !== b![0] && a![1] !== b![1]).toBe(true); // slanted
  }
  const labelled: PicturedNetwork = { inputs: ['x'], outputs: ['y'], layers: [{ nodes: sums(1), edges: [{ ...edge(0, 0, 0.456), label: 'sin(3.14 x)' }] }] };
  const elements = elementsOf(labelled);
  expect(titleOf(groupOf(elements, 0, { input: 0, sum: 0 }))).toBe('x → y: sin(3.14 x) (score 0.456)');
  expect(elements.map(({ text }) => text)).toContain('sin(3.14 x)');
  expect(elements.find(({ name }) => name === 'desc')!.text).toBe('1 edge in 1 layer. Strongest: x → y: sin(3.14 x) (score 0.456).');
});

test('hidden nodes of a matrix begin with the strongest, and inputs where that is asked for', () => {
  const data: PicturedNetwork = {
    inputs: ['a', 'b', 'c'], outputs: ['y'],
    layers: [{ nodes: sums(3), edges: [0, 1, 2].flatMap((input) => [0, 1, 2].map((sum) => edge(input, sum, [0.1, 0.9, 0.5][sum]! * [0.3, 0.2, 1][input]!))) }, { nodes: sums(1), edges: [edge(0, 0, 1), edge(1, 0, 1), edge(2, 0, 1)] }],
  };
  const panels = panelsOf(elementsOf(data, { form: 'matrix', inputOrder: 'score' }));
  const left = [0, 1, 2].map((sum) => panels.get(`network-edge-0-0-${sum}`)!.left);
  expect(left[1]! < left[2]! && left[2]! < left[0]!).toBe(true);
  const top = [0, 1, 2].map((input) => panels.get(`network-edge-0-${input}-0`)!.top);
  expect(top[2]! < top[0]! && top[0]! < top[1]!).toBe(true);
  const given = panelsOf(elementsOf(data, { form: 'matrix' }));
  const [a, b, c] = [0, 1, 2].map((input) => given.get(`network-edge-0-${input}-0`)!.top) as [number, number, number];
  expect(a < b && b < c).toBe(true);
});

test('names are whole on hover, escaped, and never markup', () => {
  const nasty = ['</text><script>alert(1)</script>', '"quoted" & \'so\'', 'null \0 and \ud800 half', '中文名称'];
  for (const form of FORMS) {
    const elements = elementsOf({ inputs: [...nasty, ...CONCRETE], outputs: [nasty[0]!], layers: [{ nodes: [{ kind: nasty[1]!, sums: [0] }], edges: [{ ...edge(0, 0, 1), label: nasty[0]! }, edge(1, 0, 1)] }] }, { form, title: nasty[0]!, description: nasty[1]!, band: '<b>' });
    const titles = elements.map(titleOf);
    expect(titles).toEqual(expect.arrayContaining([nasty[0], nasty[1], `${nasty[0]}: ${nasty[1]}`, `${nasty[0]} → ${nasty[0]}: ${nasty[0]} (score 1)`]));
    const all = elementsOf({ inputs: [...nasty, ...CONCRETE], outputs: ['y'], layers: [{ nodes: sums(1), edges: [...nasty, ...CONCRETE].map((_, k) => edge(k, 0, 1)) }] }, { form }).map(titleOf);
    expect(all).toEqual(expect.arrayContaining(['null \ufffd and \ufffd half', nasty[3], ...CONCRETE]));
    expect(elements[0]!.children.slice(0, 2).map(({ text }) => text)).toEqual([nasty[0], nasty[1]]);
  }
});

test('a picture says what it is, under ids of its own', () => {
  const elements = elementsOf(network([2, 2, 1]), { id: 'my-net' });
  const [root] = elements as [Parsed];
  expect(root.attributes.get('role')).toBe('img');
  const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id === 'my-net' || id.startsWith('my-net-'))).toBe(true);
  for (const reference of ['aria-labelledby', 'aria-describedby']) expect(ids).toContain(root.attributes.get(reference));
  expect(titleOf(root)).toBe('Network of 2 inputs and 1 output');
  expect(shiftOf(undefined)).toEqual([0, 0]);
});

test('what does not fit is refused with its path', () => {
  const good = network([2, 2, 1]);
  const refused = (change: Partial<PicturedNetwork>, options?: NetworkOptions): (() => void) => () => { networkPicture({ ...good, ...change }, options); };
  const first = (change: Partial<PicturedEdge>): Partial<PicturedNetwork> => ({ layers: [{ ...good.layers[0]!, edges: [{ ...edge(0, 0, 1), ...change }] }, good.layers[1]!] });
  expect(refused({ layers: [] })).toThrow('"layers" must have at least one layer; got none.');
  expect(refused({ outputs: [] })).toThrow('"outputs" must have 1 names, as many as the last layer has nodes; got 0.');
  expect(refused(first({ input: 2 }))).toThrow('"layers[0].edges[0].input" must be a whole number from 0 to 1, one of 2 inputs; got 2.');
  expect(refused(first({ sum: -1 }))).toThrow('"layers[0].edges[0].sum" must be a whole number from 0 to 1, one of 2 sums of the nodes; got -1.');
  expect(refused(first({ y: [1] }))).toThrow('"layers[0].edges[0].y" must have 31 values, one for each x; got 1.');
  expect(refused(first({ x: [], y: [] }))).toThrow('"layers[0].edges[0].x" must have at least one place; got none.');
  const { upper: _, ...half } = edge(0, 0, 1);
  expect(refused({ layers: [{ ...good.layers[0]!, edges: [half] }, good.layers[1]!] })).toThrow('"layers[0].edges[0]" has one side of a band. Give both lower and upper, or none.');
  expect(refused({ layers: [{ ...good.layers[0]!, edges: [edge(0, 0, 1), edge(0, 0, 1)] }, good.layers[1]!] })).toThrow('"layers[0].edges" has a second edge from input 0 to sum 0.');
  expect(refused({ layers: [{ nodes: [{ kind: 'sum', sums: [0] }, { kind: 'sum', sums: [0] }], edges: [] }, good.layers[1]!] })).toThrow('"layers[0].nodes" has sum 0 twice.');
  expect(refused({ layers: [{ nodes: [{ kind: 'sum', sums: [0] }, { kind: 'sum', sums: [2] }], edges: [] }, good.layers[1]!] })).toThrow('"layers[0].nodes" must be a whole number from 0 to 1');
  expect(refused({}, { id: '1 2' })).toThrow('The id of a picture begins with a letter and goes on with letters, digits, - and _; got "1 2".');
});

test.each(FORMS)('%s: where scores are not known nothing is said of them', (form) => {
  const data = NETWORKS['withProducts']!;
  expect(networkPicture({ ...data, isScored: false }, { form })).not.toContain('score');
  expect(networkPicture(data, { form })).toContain('score');
});
