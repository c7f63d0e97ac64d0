import Rendering

/// What to do about an alert, as a page.
package enum RunbookPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - name: of the alert.
  ///   - markdown: our own; see `MarkdownBlock` for what of Markdown is known.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(name: String, markdown: String, root: String, version: String) -> String {
    let links = PageLinks(root: root)
    var blocks = MarkdownBlock.blocks(of: markdown)
    if case .heading(1, _) = blocks.first { blocks.removeFirst() }
    return PageFrame(title: "Runbook: \(name) - calcmon", root: root, version: version).html(
      """
      <article class="runbook card">
      <p class="path"><a href="\(links.alerts)">Alerts</a> <span aria-hidden="true">/</span> <span>Runbook</span></p>
      <h1>\(name)</h1>
      \(MarkdownMarkup(links: links, name: name).blocks(blocks))
      </article>
      """)
  }
}
