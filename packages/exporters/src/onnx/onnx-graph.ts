import { Message } from './protobuf.js';

/** Numbers of the format for types of elements. */
const ELEMENT = { float: 1, int64: 7, double: 11 } as const;
export type ElementType = keyof typeof ELEMENT;

/** Attributes of a node: whole numbers. */
type Attributes = Readonly<Record<string, number>>;

const [INT] = [2];
/** The sets of operators and the format that came with them. */
const [OPSET, FORMAT] = [17, 8];

/** A graph of ONNX operators under construction. Equal nodes and equal constants are there once; arguments come before their users. */
export class OnnxGraph {
  private readonly nodes: Message[] = [];
  private readonly constants: Message[] = [];
  private readonly names = new Map<string, string>();
  private readonly ends: { readonly inputs: Message[]; readonly outputs: Message[] } = { inputs: [], outputs: [] };

  /** @param real type of all numbers that are not whole */
  constructor(readonly real: 'float' | 'double') {}

  /** Name of what an operator makes of its inputs. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.once(`${operator}(${inputs.join()})${JSON.stringify(attributes)}`, 'v', (name) => { this.addNode(operator, inputs, name, attributes); });
  }

  /** Name of an array of numbers. @param dims its shape; none for a single number */
  constant(values: ArrayLike<number>, dims: readonly number[], type: ElementType = this.real): string {
    const list = Array.from(values, (v) => (type === 'float' ? Math.fround(v) : v));
    return this.once(`${type} [${dims.join()}] ${list.map((v) => (Object.is(v, -0) ? '-0' : String(v))).join()}`, 'c', (name) => {
      const tensor = new Message();
      for (const dim of dims) tensor.int(1, dim);
      this.constants.push(tensor.int(2, ELEMENT[type]).text(8, name).bytes(9, littleEndian(list, type)));
    });
  }

  scalar(value: number): string { return this.constant([value], []); }

  whole(...values: number[]): string { return this.constant(values, [values.length], 'int64'); }

  /** A value as the format calls it, with a column for each of `width` things. */
  input(name: string, width: number): void { this.ends.inputs.push(valueInfo(name, this.real, ['rows', width])); }

  output(name: string, from: string, type: ElementType, dims: readonly (string | number)[]): void {
    this.addNode('Identity', [from], name, {});
    this.ends.outputs.push(valueInfo(name, type, dims));
  }

  /** The whole model. */
  encoded(name: string, description: string): Uint8Array {
    const graph = new Message().messages(1, this.nodes).text(2, name).messages(5, this.constants).text(10, description).messages(11, this.ends.inputs).messages(12, this.ends.outputs);
    return new Message().int(1, FORMAT!).text(2, 'knotwork').text(6, description).message(7, graph).message(8, new Message().text(1, '').int(2, OPSET!)).encoded();
  }

  private addNode(operator: string, inputs: readonly string[], output: string, attributes: Attributes): void {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(4, operator);
    this.nodes.push(node.messages(5, Object.entries(attributes).map(([name, value]) => new Message().text(1, name).int(3, value).int(20, INT!))));
  }

  private once(key: string, letter: string, add: (name: string) => void): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = `${letter}${this.names.size}`;
    this.names.set(key, name);
    add(name);
    return name;
  }
}

function valueInfo(name: string, type: ElementType, dims: readonly (string | number)[]): Message {
  const shape = new Message().messages(1, dims.map((dim) => (typeof dim === 'string' ? new Message().text(2, dim) : new Message().int(1, dim))));
  return new Message().text(1, name).message(2, new Message().message(1, new Message().int(1, ELEMENT[type]).message(2, shape)));
}

function littleEndian(values: readonly number[], type: ElementType): Uint8Array {
  const size = type === 'float' ? 4 : 8;
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, k) => {
    if (type === 'float') view.setFloat32(k * size, value, true);
    else if (type === 'double') view.setFloat64(k * size, value, true);
    else view.setBigInt64(k * size, BigInt(value), true);
  });
  return new Uint8Array(view.buffer);
}
