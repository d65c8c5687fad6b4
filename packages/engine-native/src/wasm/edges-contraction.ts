import type { Arena } from './arena.js';
import type { Lanes } from './emitter.js';
import type { EdgesLayout } from './memory-layout.js';
import type { ParameterBlock } from './parameter-block.js';
import type { CoefficientEntry, TermContraction, TermRun } from './term-contraction.js';

export class EdgesContraction implements TermContraction {
  constructor(_arena: Arena, _layout: EdgesLayout, _v: Lanes, _block: ParameterBlock) {}
  fold(_trained: number): void {}
  forward(_values: number, _run: TermRun, _rows: number, _z: number): void { throw new Error('edges'); }
  toInputs(_values: number, _run: TermRun, _rows: number, _gz: number, _gx: number): void { throw new Error('edges'); }
  toCoefficients(_values: number, _run: TermRun, _rows: number, _gz: number, _gradient: number, _gx: number): void {}
  unfold(_trained: number, _gradient: number): void {}
  entries(): readonly CoefficientEntry[] { return []; }
  withCoefficients(): void {}
}
