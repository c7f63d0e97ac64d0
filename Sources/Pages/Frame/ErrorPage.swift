import Rendering

/// The page of an answer that is none: what is wrong, and the ways from there.
package enum ErrorPage {
  /// A link to what may have been meant.
  package struct Way: Hashable, Sendable {
    /// Below the route prefix, from its slash on, as it stands in an address.
    package let path: String
    /// What there is.
    package let text: String

    package init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }

  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - status: of HTTP: 404.
  ///   - reason: `Not Found`
  ///   - message: what is wrong and what is allowed, in a sentence.
  ///   - ways: where to go instead, the likeliest first; the status page is one in any case.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent; `nil`: left out.
  package static func html(
    status: Int, reason: String, message: String, ways: [Way] = [], root: String, version: String? = nil
  ) -> String {
    let all = (ways + [Way("/", "To the status page")]).map { way -> Markup in
      "<li><a href=\"\(root)\(way.path)\">\(way.text)</a></li>"
    }
    return PageFrame(title: "\(status) \(reason) - calcmon", root: root, version: version).html(
      """
      <header class="is-unknown detail-head"><p class="sum">\(status)</p>
      <h1>\(reason)</h1>
      <p class="lead">\(sentence(message))</p>
      <ul class="ways">\(Markup.joined(all))</ul></header>
      """)
  }

  /// With a capital, and a full stop unless it ends with one or with a question.
  private static func sentence(_ message: String) -> String {
    let begun = message.prefix(1).uppercased() + message.dropFirst()
    return begun.hasSuffix(".") || begun.hasSuffix("?") ? begun : begun + "."
  }
}
