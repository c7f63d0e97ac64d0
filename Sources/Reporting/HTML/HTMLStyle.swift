/// The style of the report's page: one ink, greys for what is beside the point, and colour only where it says something.
enum HTMLStyle {
  static let css = """
    :root {
      color-scheme: light dark;
      --page: #f7f7f5; --card: #fff; --ink: #1b1d20; --soft: #5d636c; --rule: #e2e3e5; --grid: #e9eaec;
      --met: #1a7437; --breached: #b9222a; --unknown: #855c00; --limit: #b9222a; --band: #1a743722; --tint: #b9222a14;
      --a: #1f5fa8; --b: #c05612; --c: #55771b; --d: #8446a8; --stripe: #ffffff80;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --page: #121417; --card: #1a1d21; --ink: #e7e8ea; --soft: #a0a7b1; --rule: #30343b; --grid: #272b31;
        --met: #5fd083; --breached: #ff8079; --unknown: #e2b340; --limit: #ff8079; --band: #5fd08322; --tint: #ff80791f;
        --a: #72b2f4; --b: #f19a5f; --c: #a9cd6c; --d: #caa0ea; --stripe: #00000080;
      }
    }
    * { box-sizing: border-box; }
    body {
      font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; color: var(--ink); background: var(--page);
      max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: break-word;
    }
    h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
    h1 { font-size: 2.25rem; line-height: 1.2; font-weight: 700; }
    h1 .sum { font-size: 1.125rem; font-weight: 400; }
    h2 { font-size: 1.25rem; margin-bottom: .75rem; }
    h3 { font-size: 1rem; }
    small, .how, .note, caption, figcaption span, .product, .window, footer { color: var(--soft); font-size: .8125rem; }
    .how, figcaption span { font-weight: 400; }
    header, body > section { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 1.25rem; }
    body > section { margin-top: 1rem; }
    header { border-left: .5rem solid var(--rule); }
    header.is-met { border-left-color: var(--met); }
    header.is-breached { border-left-color: var(--breached); }
    header.is-unknown { border-left-color: var(--unknown); }
    .met { color: var(--met); } .breached { color: var(--breached); } .unknown { color: var(--unknown); }
    td .met, td .breached, td .unknown { font-weight: 600; white-space: nowrap; }
    td small { display: block; line-height: 1.3; }
    .breaches { list-style: none; margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
    .breaches li + li { margin-top: .5rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    caption { text-align: left; padding-bottom: .5rem; }
    th, td { text-align: left; padding: .375rem 1rem .375rem 0; border-bottom: 1px solid var(--rule); vertical-align: middle; }
    th { font-weight: 400; }
    thead th { font-size: .8125rem; color: var(--soft); vertical-align: bottom; white-space: nowrap; }
    tr > :last-child { padding-right: 0; }
    .number { text-align: right; white-space: nowrap; }
    tr.is-breached { background: linear-gradient(to right, var(--tint), transparent); }
    tr.is-breached > th { padding-left: .625rem; box-shadow: inset 3px 0 var(--breached); }
    .group th { padding-top: 1rem; }
    tbody:last-child tr:last-child > * { border-bottom: 0; }
    .none { color: var(--soft); font-size: .8125rem; }
    svg { display: block; print-color-adjust: exact; }
    .spark { width: 150px; height: 36px; }
    .line { fill: none; stroke: currentcolor; stroke-width: 1.5; stroke-linejoin: round; }
    circle { fill: currentcolor; }
    .s0, .s4 { color: var(--a); } .s1, .s5 { color: var(--b); } .s2, .s6 { color: var(--c); } .s3, .s7 { color: var(--d); }
    .s1 .line { stroke-dasharray: 6 2; } .s2 .line { stroke-dasharray: 2 2; } .s3 .line { stroke-dasharray: 8 2 2 2; }
    .s4 .line { stroke-dasharray: 12 3; } .s5 .line { stroke-dasharray: 4 4; } .s6 .line { stroke-dasharray: 1 3; }
    .s7 .line { stroke-dasharray: 12 2 2 2 2 2; }
    .limit { stroke: var(--limit); stroke-width: 1; stroke-dasharray: 3 2; }
    .peak circle { fill: var(--breached); }
    .band { fill: var(--band); }
    .band ~ .limit { stroke: var(--met); }
    .axes line { stroke: var(--grid); } .axes .tick { stroke: var(--soft); }
    .axes text { fill: var(--soft); font-size: 11.5px; } .middle { text-anchor: middle; } .end { text-anchor: end; }
    .mix + .mix { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
    .legend, .causes { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
    .legend li, .causes li { display: flex; align-items: center; gap: .375rem; font-size: .875rem; }
    .key { width: 30px; height: 8px; } .swatch { width: 12px; height: 12px; }
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem 1.5rem; margin-top: .75rem; }
    figure { margin: 0; max-width: 36rem; break-inside: avoid; }
    figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; font-size: .875rem; }
    figure svg { width: 100%; height: auto; }
    .stalls { display: grid; gap: 1.5rem; margin-top: 1rem; }
    .stalls article > * + * { margin-top: .375rem; }
    .bar { width: 100%; height: 16px; }
    .defs { position: absolute; }
    .cause-callback { fill: var(--b); } .cause-blocked { fill: var(--d); } .cause-unexplained { fill: var(--soft); }
    .cause-runqueue { fill: var(--a); } .cause-throttled { fill: var(--c); } .cause-steal { fill: var(--unknown); }
    .stripe { fill: var(--stripe); }
    .stack { padding-left: 1.5rem; } code { font: .8125rem/1.5 ui-monospace, monospace; }
    #comparison .note { margin-top: .75rem; }
    #comparison .scroll { margin-top: .75rem; }
    footer { margin-top: 1.5rem; }
    @media screen and (max-width: 52rem) {
      .targets thead { display: none; }
      .targets, .targets tbody, .targets caption { display: block; }
      h1 .sum { display: block; }
      .targets th, .targets td { overflow-wrap: anywhere; }
      .targets tr { display: grid; grid-template-columns: 1fr auto; gap: .125rem 1rem; padding: .625rem 0; border-bottom: 1px solid var(--rule); }
      .targets tr:not(.is-breached) > th, .targets td { padding: 0; }
      .targets th, .targets td { border: 0; text-align: left; white-space: normal; }
      .targets .group { padding: 1.25rem 0 .25rem; }
      .targets tr:not(.group) > th { grid-row: 1; grid-column: 1; font-weight: 600; }
      .targets td:nth-child(4) { grid-row: 1; grid-column: 2; text-align: right; }
      .targets td:nth-child(5) { grid-row: 2 / 4; grid-column: 2; }
      .targets td:nth-child(2), .targets td:nth-child(3) { grid-column: 1; }
      .targets td:nth-child(6), .targets td:nth-child(7) { grid-column: 1 / -1; }
      .targets td[data-name]::before { content: attr(data-name) " "; color: var(--soft); font-size: .8125rem; }
      .targets td small { display: inline; }
    }
    @media print {
      :root { color-scheme: light; --page: #fff; --card: #fff; font-size: 12px; }
      body { max-width: none; padding: 0; font-size: 12px; }
      header, body > section { border-radius: 0; border-width: 0 0 1px; padding: .75rem 0; }
      header { border-left-width: .5rem; padding-left: 1rem; }
      tr, article, .mix h3 { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
      .scroll { overflow: visible; }
      th, td { padding: .2rem .75rem .2rem 0; }
      .plots { grid-template-columns: 1fr 1fr; }
    }
    """
}
