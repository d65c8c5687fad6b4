import type { ExportedModel, ExportTrial } from '@knotwork/plugin';

/**
 * How a file of tables is evaluated, as a program of JavaScript: addresses, whole numbers that are added up, and shifts. All numbers between the first
 * addresses and the outputs are whole, and double precision holds them exactly.
 */
const EVALUATION = `
function firstAddress({ min, max, thresholds }, bits, u) {
  if (thresholds !== undefined) {
    let [low, high] = [0, thresholds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (thresholds[middle] <= u) low = middle + 1; else high = middle;
    }
    return low;
  }
  return within(Math.floor((u - min) / (max - min) * (2 ** bits - 1) + 0.5), bits);
}

function within(address, bits) { return Math.min(Math.max(address, 0), 2 ** bits - 1); }

function outputsOf({ layers }, row) {
  let addresses = row.map((u, i) => firstAddress(layers[0].inputs[i], layers[0].addressBits, u));
  for (const { addressBits, nodes, tables } of layers) {
    const sums = nodes.map(({ bias }) => bias);
    for (const { from, to, entries } of tables) sums[to] += entries[addresses[from]];
    if (nodes[0].shift === null) return sums.map((sum, k) => nodes[k].scale * sum + nodes[k].offset);
    addresses = sums.map((sum, k) => within(Math.floor(sum / 2 ** nodes[k].shift), addressBits));
  }
}

function predict({ networks, outputs }, row) {
  const all = networks.map((network) => outputsOf(network, row));
  return outputs.map((_, k) => all.reduce((sum, y) => sum + y[k], 0) / all.length);
}
`;

/** A program around the file that reads rows and writes outputs. */
export function tableTrial({ name, task }: ExportedModel): ExportTrial {
  const main = `import { readFileSync } from 'node:fs';
${EVALUATION}
function line(y) {
  if (${JSON.stringify(task)} !== 'classification') return y;
  const top = Math.max(...y);
  const powers = y.map((v) => Math.exp(v - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return [...y, ...powers.map((power) => power / sum), y.indexOf(top)];
}

const file = JSON.parse(readFileSync('${name}.json', 'utf8'));
const lines = readFileSync(0, 'utf8').split('\\n').filter((text) => text !== '');
process.stdout.write(lines.map((text) => \`\${line(predict(file, text.split(' ').map(Number))).join(' ')}\\n\`).join(''));
`;
  return { files: { [`${name}_main.mjs`]: main }, probe: ['node', '--version'], needs: 'Node', commands: [['node', `${name}_main.mjs`]] };
}
