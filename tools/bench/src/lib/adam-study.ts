/** A study file of two arms, B-splines of degree 3 and 2, each of whose trials takes so many steps of Adam on 200 rows. */
export function adamStudy(name: string, steps: number, seeds: number): string {
  return `study: 1
name: ${name}
base:
  knotwork: 1
  name: adam
  dataset: { kind: expression, expression: exp(sin(pi * x1) + x2^2), samples: { train: 200, validation: 100, test: 100 } }
  network: { widths: [2, 3, 1], basis: { kind: b-spline, intervals: 3 } }
  stages: [{ kind: fit, steps: ${steps}, stop: none, optimizer: adam, grid: fixed, starts: { count: 1 } }]
factors:
  network.basis.degree: [3, 2]
seeds: 1..${seeds}
metric: rmse
`;
}
