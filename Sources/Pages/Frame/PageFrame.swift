package import Rendering

/// The document around what a page says: head, skip link, header with its navigation, `main`, footer.
///
/// Fit for a policy that allows style and script from files of this server only: nothing in it is inline.
package struct PageFrame: Sendable {
  /// What the navigation leads to.
  package enum Place: CaseIterable, Sendable {
    /// `/`
    case status
    /// `/apps`
    case apps
    /// `/runs`
    case runs
    /// `/alerts`
    case alerts
    /// `/simulator`
    case simulator
  }

  /// Of the document: `breached - calcmon 127.0.0.1:9873`. What differs comes first: tabs are narrow.
  package var title: String
  /// The route's prefix, without a slash at its end: empty, or `/calcmon`. Every link begins with it.
  package var root: String
  /// Which place of the navigation this is; `nil`: a page below it.
  package var place: Place?
  /// Of calcmon, for the footer; `nil`: left out.
  package var version: String?
  /// What the page shows, as `LiveEvent` names it; then a script keeps the page up to date. `nil`: it stands still.
  package var state: String?
  /// What the page needs, if it is not kept up to date.
  package var script: PageAssets?
  /// The class of the tab's picture.
  package var icon: PageIcon

  /// Joins the parts.
  package init(
    title: String, root: String, place: Place? = nil, version: String? = nil, state: String? = nil, script: PageAssets? = nil,
    icon: PageIcon = .plain
  ) {
    self.title = title
    self.root = root
    self.place = place
    self.version = version
    self.state = state
    self.script = state == nil ? script : .script
    self.icon = icon
  }

  /// The whole document; ends with a line feed.
  ///
  /// - Parameter main: what stands in `main`: a `header` with the `h1`, then `section`s, each a card with an `h2`.
  package func html(_ main: Markup) -> String {
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <link rel="icon" href="\(icon.address)">
      <link rel="stylesheet" href="\(root)\(PageAssets.style.path)">
      \(scriptElement)</head>
      <body data-root="\(root)">
      <a class="skip" href="#main">Skip to content</a>
      <header class="top"><a class="product" href="\(root)/">calcmon</a>
      <nav aria-label="Pages">\(Markup.joined(Place.allCases.map(link)))</nav>\(live)</header>
      <main id="main" tabindex="-1"\(state.map { " data-state=\"\($0)\"" as Markup } ?? .none)>
      \(main)
      </main>
      <footer class="bottom">
      <nav aria-label="For machines">\(Markup.joined(PageLink.machines.map { $0.markup(root) }))</nav>
      <p>\(version.map { "calcmon \($0). " as Markup } ?? .none)All times are UTC.</p>
      </footer>
      </body>
      </html>

      """
    return page.text
  }

  private var scriptElement: Markup {
    script.map { "<script src=\"\(root)\($0.path)\" defer></script>\n" } ?? .none
  }

  /// Where the script says whether the page follows the agent. Without script it stays empty.
  private var live: Markup { state == nil ? .none : "<p class=\"live\" role=\"status\"></p>" }

  private func link(_ place: Place) -> Markup {
    let current: Markup = place == self.place ? " aria-current=\"page\"" : .none
    return "<a href=\"\(root)\(place.path)\"\(current)>\(place.name)</a>"
  }
}

extension PageFrame.Place {
  fileprivate var path: String {
    switch self {
    case .status: "/"
    case .apps: "/apps"
    case .runs: "/runs"
    case .alerts: "/alerts"
    case .simulator: "/simulator"
    }
  }

  fileprivate var name: String {
    switch self {
    case .status: "Status"
    case .apps: "Apps"
    case .runs: "Runs"
    case .alerts: "Alerts"
    case .simulator: "Simulator"
    }
  }
}

/// A link to something that is not one of these pages.
struct PageLink {
  let name: String
  let path: String

  static let machines = [
    PageLink(name: "Metrics", path: "/metrics"), PageLink(name: "Status as JSON", path: "/api/v1/status"),
    PageLink(name: "Runs as JSON", path: "/api/v1/runs"), PageLink(name: "Health", path: "/-/healthy"),
    PageLink(name: "Readiness", path: "/-/ready"),
  ]

  func markup(_ root: String) -> Markup { "<a href=\"\(root)\(path)\">\(name)</a>" }
}
