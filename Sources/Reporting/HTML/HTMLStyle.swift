import Rendering

/// The style of the report's page.
enum HTMLStyle {
  /// The base of all pages, and behind it what only a report has.
  static let css = BaseStyle.css + own

  private static let own = """
    body { max-width: 70rem; padding: 1.5rem 1rem 3rem; overflow-wrap: break-word; }
    h1 { font-size: 2.25rem; line-height: 1.2; }
    h1 .sum { font-size: 1.125rem; font-weight: 400; }
    .product, footer { color: var(--soft); font-size: .8125rem; }
    header, main > section { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 1.25rem; }
    main > section { margin-top: 1rem; }
    header { border-left: .5rem solid var(--rule); }
    header.is-met { border-left-color: var(--met); }
    header.is-breached { border-left-color: var(--breached); }
    header.is-unknown { border-left-color: var(--unknown); }
    .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .125rem 1.25rem; margin: .75rem 0 0; font-size: .875rem; }
    .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
    a { color: inherit; }
    summary { cursor: pointer; padding: .25rem 0; }
    section > details, table + details { margin-top: .75rem; } details > table, details > div { margin-top: .75rem; }
    .breaches { margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
    .breaches li + li { margin-top: .5rem; }
    th, td { vertical-align: middle; }
    .mix + .mix { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid var(--rule); }
    .legend li, .causes li { font-size: .875rem; }
    .plots { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem 1.5rem; }
    figure { max-width: 36rem; }
    figure svg { width: 100%; height: auto; }
    .stalls { display: grid; gap: 1.5rem; margin-top: 1rem; }
    .stalls + details, .breaches + details, .plots + details { margin-top: .75rem; }
    .stalls article > * + * { margin-top: .375rem; }
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
      details:not([open])::details-content { content-visibility: visible; }
      :root { color-scheme: light; --page: #fff; --card: #fff; font-size: 12px; }
      body { max-width: none; padding: 0; font-size: 12px; }
      header, main > section { border-radius: 0; border-width: 0 0 1px; padding: .75rem 0; }
      header { border-left-width: .5rem; padding-left: 1rem; }
      tr, article, .mix h3 { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
      .scroll { overflow: visible; }
      th, td { padding: .2rem .75rem .2rem 0; }
      .plots { grid-template-columns: 1fr 1fr; }
    }
    """
}
