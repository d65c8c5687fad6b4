import { type ExportedModel, type ExportedVariable, rangeText } from '@knotwork/plugin';

/** What stands at the top of an export: what it is, where it came from, what goes in and what comes out. */
export function introduction({ name, origin, task, classes, inputs, outputs, members, derivatives }: ExportedModel): string[] {
  const sizes = members[0]!.layers.map((layer) => layer.outputs);
  return [
    `${name}: a Kolmogorov-Arnold network of widths ${[inputs.length, ...sizes].join(', ')}${members.length === 1 ? '' : `, the mean of ${members.length}`}. Written by Knotwork.`,
    ...origin,
    '',
    ...inputs.map((variable, k) => `x[${k}]  ${described(variable)}`),
    ...(task === 'classification' ? classes.map((label, k) => `y[${k}]  class ${k}, ${oneLine(label)}: before softmax`) : outputs.map((variable, k) => `y[${k}]  ${described(variable)}`)),
    ...(derivatives?.columns ?? []).map(({ name: of, inputs: by }, k) => `d[${k}]  ${of}: derivative in ${by.map((i) => `x[${i}]`).join(', ')}`),
  ].map(oneLine);
}

function described({ name, unit, domain }: ExportedVariable): string {
  const range = domain === undefined || domain === null ? '' : `, learned from ${rangeText(domain)}`;
  return `${oneLine(name)}${unit === undefined ? '' : ` [${oneLine(unit)}]`}${range}`;
}

/** A name that anybody may have chosen, as part of a comment: neither a line of its own, nor the end of a comment or the beginning of another. */
function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replaceAll('\\', '/');
  return plain.replaceAll('*/', '* /').replaceAll('/*', '/ *').replaceAll('"""', '" " "').replaceAll('??', '? ?');
}
