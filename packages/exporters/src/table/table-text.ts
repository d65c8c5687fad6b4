import type { TableFile, TableLayer } from './table-format.js';

/** A file of tables as JSON, every table in a line. */
export function tableText({ networks, ...head }: TableFile): string {
  const all = networks.map(({ layers }) => `    { "layers": [\n${layers.map(layerText).join(',\n')}\n    ] }`);
  return `{\n${fields(head, '  ')},\n  "networks": [\n${all.join(',\n')}\n  ]\n}\n`;
}

function layerText({ inputs, nodes, tables, ...sizes }: TableLayer): string {
  const lines = tables.map(({ from, to, entries }) => `{ "from": ${from}, "to": ${to}, "entries": [${entries.join()}] }`);
  return `      {\n${fields(sizes, '        ')},\n${[list('inputs', inputs.map((of) => JSON.stringify(of))), list('nodes', nodes.map((of) => JSON.stringify(of))), list('tables', lines)].join(',\n')}\n      }`;
}

const fields = (of: object, indent: string): string => Object.entries(of).map(([name, value]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');

const list = (name: string, lines: readonly string[]): string => `        "${name}": [${lines.length === 0 ? '' : `\n${lines.map((line) => `          ${line}`).join(',\n')}\n        `}]`;
