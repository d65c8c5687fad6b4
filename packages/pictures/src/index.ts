export { type Curve } from './curves/curve.js';
export { type PicturedEdge, type PicturedLayer, type PicturedNetwork, type PicturedNode } from './network/network-data.js';
export { type NetworkOptions } from './network/network-options.js';
export { networkPicture } from './network/network-picture.js';
export { pictureStyle } from './svg/palette.js';
export { type PictureOptions } from './svg/picture-options.js';
