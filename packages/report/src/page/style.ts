import { pictureStyle } from '@knotwork/pictures';

/** The style sheet of a report: colors are those of its pictures, light and dark by what the reader prefers, and light in print. */
export const STYLE = `${pictureStyle()}
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;background:var(--kw-paper);color:var(--kw-ink);font:16px/1.5 system-ui,Helvetica,Arial,sans-serif}
header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem;overflow-wrap:anywhere}
header{padding-top:2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--kw-line)}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0;max-width:60rem}
a{color:var(--kw-accent)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:0;margin:1rem 0 0}
.quiet,figcaption,caption{color:var(--kw-quiet)}
.verdict{font-size:1.2rem;margin:.75rem 0}
.verdict strong{font-size:1.35rem}
.state{display:inline-block;border:1px solid currentcolor;border-radius:1rem;padding:0 .7rem;font-size:.85rem;color:var(--kw-third)}
.state.bad{color:var(--kw-second)}
.notes{border-left:4px solid var(--kw-second);padding:.1rem 0 .1rem 1rem;margin:1rem 0}
.notes ul{margin:.25rem 0;padding-left:1.1rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1rem 1.5rem;align-items:start}
.halves{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2rem;align-items:start}
@media (min-width:60rem){.halves{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
figure{margin:.75rem 0}
figcaption{font-size:.85rem;max-width:60rem}
.scroll{overflow-x:auto}
.scroll .kw{max-width:none}
table{border-collapse:collapse;font-size:.92rem;margin:.5rem 0}
caption{text-align:left;font-size:.85rem;padding:.25rem 0}
th,td{padding:.25rem 1rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--kw-line);font-weight:inherit;overflow-wrap:normal}
tbody th,td{max-width:26rem;overflow-wrap:break-word}
tbody th{min-width:6rem}
thead th{font-weight:600;border-bottom-color:var(--kw-quiet)}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number{white-space:nowrap}
tr.marked{background:var(--kw-mass);font-weight:600}
pre{overflow-x:auto;background:var(--kw-mass);padding:1rem;border-radius:.4rem;font-size:.85rem;line-height:1.4}
code{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
details{border-bottom:1px solid var(--kw-line);padding:.15rem 0}
summary{cursor:pointer;padding:.25rem 0}
summary .quiet{font-variant-numeric:tabular-nums}
.linked [id*="-edge-"]{cursor:pointer}
:focus-visible{outline:3px solid var(--kw-accent);outline-offset:2px}
@media print{
body{font-size:10pt}
nav,.edges{display:none}
.halves{display:block}
h2{break-after:avoid}
figure,tr{break-inside:avoid}
.scroll{overflow:visible}
.scroll .kw{max-width:100%}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
details::details-content{content-visibility:visible;height:auto;display:block}
}`;
