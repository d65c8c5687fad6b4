// Pictures of networks alone: whoever draws no charts, such as a run that keeps its picture, has none of them in its bundle.
export { type PicturedEdge, type PicturedLayer, type PicturedNetwork, type PicturedNode } from './network/network-data.js';
export { type NetworkOptions } from './network/network-options.js';
export { networkPicture } from './network/network-picture.js';
