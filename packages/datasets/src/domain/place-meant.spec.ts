import { expect, test } from '@jest/globals';
import { facesMeant, notFaces, valueAtPlace } from './place-meant.js';

test('a block of one coordinate means a face, and one of two ends two faces', () => {
  expect([facesMeant({ t: 0 }), facesMeant({ x: [-1, 1] }), facesMeant({ x: '2*pi' })]).toEqual(['t=0', '[x=-1, x=1]', 'x=2*pi']);
  for (const other of [{}, { t: 0, x: 1 }, { t: null }, ['t'], 't=0', 0, null]) expect(facesMeant(other)).toBeNull();
});

test('what is no face is told with what to write, where that is known', () => {
  expect(notFaces({ t: 0 })).toBe('must be a face in the form of a text: write on: t=0');
  expect(notFaces({ t: 0, x: 0 })).toMatch(/^must be a face such as t=0/);
});

const names = { coordinates: ['t', 'x'], unknowns: ['u', 'v'] };

test.each([
  ['u(t=0) = 0.1', 'u(t=0)', 't=0', 'u = 0.1'], ['u(0, x) = sin(x)', 'u(0, x)', 't=0', 'u = sin(x)'], ['u_x(t, 1) = u(t, 1)', 'u_x(t, 1)', 'x=1', 'u_x = u'], ['v( x == pi ) = 0', 'v( x == pi )', 'x=pi', 'v = 0'],
  ['u(0) = 1', 'u(0)', null, 'u = 1'], ['u(0, 1) = 2', 'u(0, 1)', null, 'u = 2'], ['u(t=0, x=1) = 2', 'u(t=0, x=1)', null, 'u = 2'],
])('an unknown at a place: %s', (text, call, on, equation) => {
  expect(valueAtPlace(text, names)).toEqual({ text: call, on, equation, isOfSeveral: false });
});

test('of one coordinate a number says which', () => {
  expect(valueAtPlace('u(0) = 0.1', { coordinates: ['t'], unknowns: ['u'] })).toMatchObject({ on: 't=0', equation: 'u = 0.1' });
});

test('several places in one equation are told apart', () => {
  expect(valueAtPlace('u(x=-1) = u(x=1)', names)!.isOfSeveral).toBe(true);
});

test.each(['u(t, x) = 0', 'u(x) = 1', 'u*(x - 1) = 0', 'sin(u) = cos(0)', 'u_t = exp(-1)', 'w(0) = 1'])('%s has none', (text) => {
  expect(valueAtPlace(text, names)).toBeNull();
});
