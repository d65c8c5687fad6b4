import { expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { boxOf, facesOf, faceText } from './faces.js';
import type { Names } from './names.js';
import type { Box } from './points.js';

const names = ['t', 'x'];
const box: Box = [[0, 2], [-1, Math.PI]];
const known = { coordinates: names, unknowns: [], constants: { L: Math.PI }, parameters: [] };
const faces = (text: string, of: Names = known): unknown => facesOf(text, of, box, 'on');
const messageOf = (text: string, of?: Names): string => {
  try { faces(text, of); } catch (error) { if (isKnotworkError(error)) return error.message; throw error; }
  throw new Error(`${text} was taken`);
};

test('a face is the end of a coordinate, as a number or as mathematics', () => {
  expect(faces('t=0')).toEqual([{ coordinate: 0, end: 0 }]);
  expect(faces(' t = 4/2 ')).toEqual([{ coordinate: 0, end: 1 }]);
  expect(faces('x=-1')).toEqual([{ coordinate: 1, end: 0 }]);
  for (const same of ['x=pi', 'x=L', 'x=2*L/2', `x=${Math.PI}`, 'x=3.14159265358979']) expect(faces(same)).toEqual([{ coordinate: 1, end: 1 }]);
});

test('boundary is every face once', () => {
  expect(faces(' boundary ')).toEqual([{ coordinate: 0, end: 0 }, { coordinate: 0, end: 1 }, { coordinate: 1, end: 0 }, { coordinate: 1, end: 1 }]);
});

test('what is no face is refused, with those that there are', () => {
  for (const none of ['t=1', 't=2.001', 'x=3.14', 'z=0', 't=end', 't=1/0', 't=log(-1)', 't==0', 'x=1+']) expect([none, messageOf(none)]).toEqual([none, `on: the domain has no face ${JSON.stringify(none)}; it has t=0, t=2, x=-1, x=${Math.PI}. Name one of them, or change the coordinates.`]);
  for (const none of ['left', 't', '0', 't<0', '=0', 't=', 'all']) expect([none, messageOf(none)]).toEqual([none, expect.stringMatching(/^on must be a face, t=0, .*, or boundary for all of them; got /)]);
  expect(messageOf('boundry')).toContain('Did you mean "boundary"?');
  // Names that nobody knows may be misspelled ones.
  const long = { ...known, coordinates: ['time', 'x'], constants: { length: Math.PI, L: 1 } };
  expect(['x=lenght', 'x=2*lenth/2', 'tiem=0'].map((text) => /Did you mean "(.*)"\?/.exec(messageOf(text, long))?.[1])).toEqual(['length', 'length', 'time']);
  expect(['x=LL', 'y=0', 'x=length+1', 'x=lenght+'].filter((text) => messageOf(text, long).includes('Did you mean'))).toEqual([]);
});

test('the box of a face has one coordinate at its end, and a text that names it', () => {
  const upper = { coordinate: 0, end: 1 } as const;
  expect(boxOf(upper, box)).toEqual([[2, 2], [-1, Math.PI]]);
  expect(boxOf({ coordinate: 1, end: 0 }, box)).toEqual([[0, 2], [-1, -1]]);
  expect(facesOf(faceText(upper, names, box), known, box, 'on')).toEqual([upper]);
});
