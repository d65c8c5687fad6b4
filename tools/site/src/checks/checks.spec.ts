import { describe, expect, test } from '@jest/globals';
import { deadLinks } from './dead-links.js';
import { loadsFromElsewhere } from './loads-from-elsewhere.js';
import { misplaced } from './search-faults.js';

const site = (files: Readonly<Record<string, string>>): ReadonlyMap<string, { text(): string }> => new Map(Object.entries(files).map(([name, text]) => [name, { text: () => text }]));

describe('dead links', () => {
  const whole = {
    'index.html': '<a class="x" href="/a/b.html#here">1</a><a href="a/">2</a><a href="#top">3</a><a href="https://elsewhere/x">4</a><h1 id="top">x</h1><link rel="stylesheet" href="/s.css">',
    'a/index.html': '<a href="b.html?q=1#a%26b">5</a><a href="../index.html">6</a><a href="./">7</a>', 'a/b.html': '<h2 id="here">x</h2><h2 id="a&amp;b">y</h2><a href="/">8</a>', 's.css': '',
  };

  test('there are none where all leads somewhere', () => {
    expect(deadLinks(site(whole))).toEqual({ links: 8, dead: [] });
  });

  test.each([
    ['a file', { 'c.html': '<a href="gone.html">x</a>' }, 'c.html leads to gone.html, which is not there'],
    ['a heading', { 'a/c.html': '<a href="b.html#gone">x</a>' }, 'a/c.html leads to b.html#gone, and a/b.html has no "gone"'],
    ['a heading of the page itself', { 'c.html': '<a href="#gone">x</a>' }, 'c.html leads to #gone, and c.html has no "gone"'],
    ['a style', { 'c.html': '<link href="/gone.css" rel="x">' }, 'c.html leads to /gone.css, which is not there'],
  ])('%s that is not there is named', (_, more, fault) => {
    expect(deadLinks(site({ ...whole, ...more })).dead).toEqual([fault]);
  });

  test('what a script holds is no link, and addresses begin with the base of the site', () => {
    expect(deadLinks(site({ 'index.html': '<script>const a = \'<a href="gone">\';</script>' })).dead).toEqual([]);
    expect(deadLinks(site({ 'index.html': '<a href="/base/b.html">x</a>', 'b.html': '' }), '/base/').dead).toEqual([]);
  });
});

describe('loads from elsewhere', () => {
  test.each([
    ['a.html', '<script type="module" src="https://cdn.x/a.js"></script>'], ['a.html', '<img alt="x" src="http://x/y.png">'], ['a.html', '<link rel="preload" href="//fonts.x/f.woff2">'],
    ['a.html', '<style>@font-face{src:url("https://fonts.x/f.woff2")}</style>'], ['a.html', '<img srcset="a.png 1x, https://x/b.png 2x">'], ['a.css', '@import "https://x/y.css";'],
    ['a.css', 'body{background:url(//x/y.png)}'], ['a.js', 'await import("https://x/y.js")'], ['a.js', 'fetch(`https://x/${y}`)'], ['a.js', 'import{a}from"https://x/y.js"'],
    ['a.js', 'const a = \'<img src="https://x/y.png">\''], ['a.js', 'image.src="https://x/y.png"'], ['a.js', 'new Worker("https://x/w.js")'], ['a.svg', '<image href="https://x/y.png"/>'], ['a.svg', '<style>@import "https://x/y.css";</style>'],
  ])('%s with %s', (name, text) => {
    const { found } = loadsFromElsewhere(site({ [name]: text }));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(new RegExp(`^${name}: `));
  });

  test.each([
    ['a.html', '<a href="https://x/y">a link</a>'], ['a.html', '<code>&lt;script src=&quot;https://x/y.js&quot;&gt;</code>'], ['a.html', '<script src="/a.js"></script><img src="data:image/png;base64,//x">'],
    ['a.js', 'const a="http://www.w3.org/2000/svg";import("./b.js")'], ['a.css', 'a{background:url(/x.svg)}'], ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>'], ['a.json', '"<img src=https://x>"'],
  ])('nothing in %s with %s', (name, text) => {
    expect(loadsFromElsewhere(site({ [name]: text })).found).toEqual([]);
  });
});

describe('what the search finds first', () => {
  const right: Readonly<Record<string, string>> = {
    'degrees of freedom': '/concepts.html#two-kinds-of-degrees-of-freedom', curvature: '/choose/grids.html#curvature', predict: '/use-a-network.html#predictions',
    'grid extension': '/concepts.html#extension', 'write a basis': '/write-a-basis.html#line-by-line', 'b-spline': '/choose/bases.html#b-spline', 'exit status': '/errors.html#codes-and-exit-statuses',
  };
  test('is right', () => {
    expect(misplaced((words) => [right[words]!, '/other.html'])).toEqual([]);
  });
  test('is wrong where another page stands before it, or nothing is found', () => {
    expect(misplaced((words) => (words === 'curvature' ? ['/decisions/0007.html', right[words]!] : words === 'predict' ? [] : [right[words]!])))
      .toEqual(['"curvature" finds /decisions/0007.html, /choose/grids.html#curvature', '"predict" finds nothing']);
  });
});
