import { Expr, formula, type Formula, type Op } from '@knotwork/algebra';
import { evaluateDerivatives, evaluateModel } from '@knotwork/network/exported';
import { defineExporter, type ExportedFiles, type ExportedModel, type ExporterDefinition, type Samples } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { ExporterSetup } from '../exporter/exporter-setup.js';

const none = z.strictObject({});

/** The simplest exporter there can be: it writes down what it is given, as JSON, and its files are read again to compute. */
export function referenceExporter(name: string, change: Partial<Pick<ExporterDefinition<typeof none>, 'export' | 'extension' | 'precision' | 'sumsOnly'>> = {}): ExporterDefinition<typeof none> {
  return defineExporter({
    name, summary: 'What exporters are given, as JSON', options: none, extension: '.json', derivatives: true, precision: () => 'double', export: asJson,
    trial: () => ({ files: {}, probe: ['none'], needs: 'nothing', commands: [['none']] }), ...change,
  });
}

/** Writes a model, the names of its inputs as comments in front. */
export function asJson(model: ExportedModel): ExportedFiles {
  const comments = model.inputs.map(({ name }) => `# ${name.replace(/[^ -~]/g, ' ')}\n`).join('');
  return { [`${model.name}.json`]: `${comments}${JSON.stringify(model, (_, value: unknown) => packed(value))}\n` };
}

/** Computes what files of the exporter say. */
export const runReference: NonNullable<ExporterSetup['run']> = (files, _, rows) => {
  const [text] = Object.values(files) as [string];
  const model = JSON.parse(text.replace(/^#.*\n/gm, ''), (_key, value: unknown) => unpacked(value)) as ExportedModel;
  const ofRow = ({ values, width }: Samples, n: number): number[] => [...values.subarray(n * width, (n + 1) * width)];
  const outputs = evaluateModel(model, rows);
  const slopes = model.derivatives === undefined ? null : evaluateDerivatives(model.derivatives, rows);
  return Promise.resolve(Array.from({ length: rows.count }, (_row, n) => [...withClasses(ofRow(outputs, n), model), ...(slopes === null ? [] : ofRow(slopes, n))]));
};

function withClasses(y: number[], { task }: ExportedModel): number[] {
  if (task !== 'classification') return y;
  const powers = y.map((v) => Math.exp(v - Math.max(...y)));
  const sum = powers.reduce((a, b) => a + b);
  return [...y, ...powers.map((power) => power / sum), y.indexOf(Math.max(...y))];
}

interface Packed { readonly $: 'f64' | 'u32' | 'formula'; readonly values: readonly never[]; readonly inputs?: string[]; readonly tables?: string[]; readonly outputs?: Readonly<Record<string, number>> }
type PackedNode = readonly [op: Op, args: readonly number[], value: number, name: string];

/** Arrays and formulas as plain JSON. */
function packed(value: unknown): unknown {
  if (value instanceof Float64Array) return { $: 'f64', values: [...value] };
  if (value instanceof Uint32Array) return { $: 'u32', values: [...value] };
  if (typeof value !== 'object' || value === null || !('roots' in value)) return value;
  const { inputs, tables, outputs, roots, nodes } = value as Formula;
  const number = new Map(nodes.map((e, k) => [e, k]));
  return {
    $: 'formula', inputs, tables, outputs: Object.fromEntries(outputs.map((name, k) => [name, number.get(roots[k]!)])),
    values: nodes.map((e): PackedNode => [e.op, e.args.map((arg) => number.get(arg)!), e.value, e.name]),
  };
}

function unpacked(value: unknown): unknown {
  const { $, values = [], inputs = [], tables, outputs = {} } = (value ?? {}) as Partial<Packed>;
  if ($ === 'f64') return Float64Array.from(values);
  if ($ === 'u32') return Uint32Array.from(values);
  if ($ !== 'formula') return value;
  const nodes: Expr[] = [];
  for (const [op, args, constant, name] of values as readonly PackedNode[]) nodes.push(new Expr(op, args.map((k) => nodes[k]!), constant, name));
  return formula(inputs, Object.fromEntries(Object.entries(outputs).map(([name, k]) => [name, nodes[k]!])), tables);
}
