import { definePackage } from '@knotwork/plugin';
import { c } from './c/c.js';
import { javascript } from './javascript/javascript.js';
import { onnx } from './onnx/onnx.js';
import { python } from './python/python.js';
import { table } from './table/table.js';

export { c, javascript, onnx, python, table };
export default definePackage({ api: 2, plugins: [c, javascript, onnx, python, table] });
