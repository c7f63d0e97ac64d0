import Rendering

/// What the colours of heat maps mean.
enum HeatLegend {
  static let markup: Markup = {
    let levels = HeatLevel.allCases.map { level -> Markup in
      """
      <li><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">\
      <rect class="h\(level.rawValue)" width="12" height="12"/></svg>\
      \(level.text)</li>
      """
    }
    let late: Markup = """
      <li class="late"><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class="h5" width="12" height="12"/></svg>\
      above the dashed line: later than the limit</li>
      """
    return """
      <p class="note">Each column is an interval, each row a lateness of the loop's 10 ms tick. \
      Where nothing ran there is nothing.</p>
      <ul class="legend"><li>Share of ticks:</li>\(Markup.joined(levels))\(late)</ul>
      """
  }()
}
