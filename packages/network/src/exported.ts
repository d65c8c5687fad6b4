// Networks as exporters see them, apart from what trains: it is loaded when something is exported.
export { evaluateDerivatives, evaluateModel } from './exported/evaluate-model.js';
export { exportedModel, type ExportNaming, type ExportSource } from './exported/exported-model.js';
export { exportNetworks, type NetworkExport } from './exported/export-networks.js';
