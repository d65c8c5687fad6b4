import { expect, test } from '@jest/globals';
import { markup, trusted } from './markup.js';

test('whatever is put into a template is escaped, in texts and in attributes', () => {
  const text = `"><script>'&`;
  expect(markup`<p title="${text}">${text}</p>`.text).toBe('<p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</p>');
});

test('markup and what is trusted stand as they are, lists one after the other, and nothing is nothing', () => {
  expect(markup`<b>${[markup`<i>${'<'}</i>`, 3, ['x', null]]}${trusted('<hr/>')}${false}${undefined}${0}</b>`.text).toBe('<b><i>&lt;</i>3x<hr/>0</b>');
});
