/** The report's style: the colours of the app, light or dark as the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark;
  --app: #E4E8EC; --panel: #FAFBFC; --sunken: #EEF1F4; --line: #DCE1E6; --line-2: #BAC2CC; --ink: #15181C; --ink-2: #464F5A;
  --ink-3: #5F6975; --run: #0069A6; --twin: #A65400; --warn: #8A5F00; --bad: #C42B1C; --outer: .16; --inner: .3 }
@media (prefers-color-scheme: dark) { :root {
  --app: #101215; --panel: #1A1D21; --sunken: #131619; --line: #2B3037; --line-2: #3E454F; --ink: #EDEFF2; --ink-2: #B6BDC7;
  --ink-3: #949DA9; --run: #56B4E9; --twin: #EFA12A; --warn: #F2C94C; --bad: #FF7A6B; --outer: .2; --inner: .34 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--app); color: var(--ink-2); font: 12px/16px -apple-system, "Segoe UI Variable Text", "Segoe UI", Inter, system-ui, Roboto, sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 1120px; margin: 0 auto; padding: 24px 16px 48px }
h1 { margin: 0; color: var(--ink); font-size: 20px; line-height: 28px; font-weight: 600; overflow-wrap: anywhere }
h2 { margin: 0 0 8px; color: var(--ink); font-size: 15px; line-height: 20px; font-weight: 600 }
h3 { margin: 0; color: var(--ink); font-size: 13px; line-height: 16px; font-weight: 600 }
p { margin: 4px 0 0 }
section { margin-top: 12px; padding: 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px }
.tiles { display: flex; flex-wrap: wrap; gap: 12px 32px; margin-top: 12px }
.tile b { display: block; color: var(--ink); font: 600 15px/20px ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", monospace }
.tile span, .note, .key { color: var(--ink-3); font-size: 11px }
.key i { display: inline-block; width: 12px; height: 8px; margin: 0 4px 0 12px; border-radius: 2px }
.layer { margin-top: 16px }
.layer:first-of-type { margin-top: 8px }
.layer header { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline }
.mono, td.number { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 11px }
.mono { color: var(--ink-3) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { padding: 4px 16px 4px 0; text-align: left; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top }
th { color: var(--ink-3); font-weight: 400; font-size: 11px }
th.number, td.number { text-align: right }
td { color: var(--ink) }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 0 32px; align-items: start }
th[scope=row] { white-space: nowrap }
.error { color: var(--bad) } .warning { color: var(--warn) }
svg { display: block; width: 100%; height: auto; margin-top: 4px }
.ground { fill: var(--sunken) } .grid { stroke: var(--line) } .zero { stroke: var(--line-2) }
.tick { fill: var(--ink-3); font-size: 11px; font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace }
.line { fill: none; stroke-width: 1.5; stroke-linejoin: round }
.run.line { stroke: var(--run) } .run.outer { fill: var(--run); fill-opacity: var(--outer) } .run.inner { fill: var(--run); fill-opacity: var(--inner) } .run.bar { fill: var(--run); fill-opacity: .7 }
.evaluation.line { stroke: var(--twin); stroke-width: 1; stroke-opacity: .6 } .evaluation.dot { fill: var(--twin) }
@media print { body { background: none } section { break-inside: avoid } }
`;
