import { expect, test } from '@jest/globals';
import { blocks } from './blocks.js';

test('blocks of a page are found by their language, without what stands around them', () => {
  expect(blocks('a\n```js\none\n\ntwo\n```\n```json\n{}\n```\n```js\nthree\n```\n', 'js')).toEqual(['one\n\ntwo\n', 'three\n']);
});
