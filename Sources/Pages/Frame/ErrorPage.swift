import Rendering

/// The page of an answer that is none: what is wrong, and the way back.
package enum ErrorPage {
  /// - Parameters:
  ///   - status: of HTTP: 404.
  ///   - reason: `Not Found`
  ///   - message: what is wrong and what to do, in a sentence.
  package static func html(status: Int, reason: String, message: String, root: String) -> String {
    PageFrame(title: "\(status) \(reason) - calcmon", root: root).html(
      """
      <header class="is-unknown"><p class="sum">\(status)</p>
      <h1>\(reason)</h1>
      <p class="lead">\(message)</p>
      <p><a href="\(root)/">To the status page</a></p></header>
      """)
  }
}
