export type { LayerStructure, NodeGroup, ReadFeature, Segment, SegmentRole, Structure, TermClaims, TermEdges, TermStructure } from '../model/structure.js';
export { type EngineCapabilities, isCapable, type Need, requireCapable } from './capabilities.js';
export { defineEngine, type Engine, type EngineBackend, type EngineDefinition, type EngineOf, type Precision, THREADS } from './engine.js';
export type { Moments, TermMoments } from './moments.js';
export type { Objective, ObjectiveBlock, Read, Scalar } from './objective.js';
export type { BandForm, Border, FrozenPenalty, LinearForm, QuadraticForm } from './penalty.js';
export type { Beginning, BindOptions, BoundData, BoundSet, CompileOptions, Extent, Layout, Pause, Program, UpdateFormula } from './program.js';
export type { BatchPlan, Damping, Normal, Query, Scalars, Slots, State, StepPlan, StepReport, Trial, Value } from './state.js';
export type { VectorRef, VectorSpace } from './vectors.js';
