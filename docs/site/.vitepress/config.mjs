import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { searchOptions, slug } from '../site.mjs';

// Pages are staged by tools/site, which knows what there is and where links lead; here, and not in dist, as they import what is installed here.
const { sidebar } = JSON.parse(readFileSync(new URL('../dist/site.json', import.meta.url), 'utf8'));

export default defineConfig({
  title: 'Knotwork',
  description: 'A research framework for Kolmogorov-Arnold networks',
  lang: 'en-US',
  base: process.env.SITE_BASE ?? '/',
  srcDir: 'dist',
  outDir: '../../dist/site',
  cacheDir: '../../dist/site-cache',
  ignoreDeadLinks: false,
  // Anchors as GitHub makes them, so that one link is right in both places; and a name of a file is no link.
  markdown: { anchor: { slugify: slug }, linkify: false, math: false },
  vite: {
    logLevel: 'warn', build: { chunkSizeWarningLimit: 4000 },
    // The usual links to social media would ask another place for their icons. There are none, and the code that would ask is left out.
    resolve: { alias: [{ find: /^.*\/VPSocialLink\.vue$/, replacement: fileURLToPath(new URL('theme/NoSocialLink.vue', import.meta.url)) }] },
  },
  themeConfig: {
    sidebar,
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Experiment file', link: '/experiment-file' },
      { text: 'Write plugins', link: sidebar.find(({ text }) => text === 'Write plugins').items[0].link },
      { text: 'API', link: '/api/index.html', target: '_self' },
    ],
    outline: { level: [2, 3] },
    search: { provider: 'local', options: { miniSearch: { searchOptions } } },
  },
});
