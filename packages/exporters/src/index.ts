import { definePackage } from '@knotwork/plugin';
import { c } from './c/c.js';
import { javascript } from './javascript/javascript.js';
import { onnx } from './onnx/onnx.js';
import { python } from './python/python.js';

export { c, javascript, onnx, python };
export default definePackage({ api: 2, plugins: [c, javascript, onnx, python] });
