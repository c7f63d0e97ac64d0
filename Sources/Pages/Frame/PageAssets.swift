import Rendering

/// The files that pages ask for. They are in the binary.
package struct PageAssets: Sendable {
  /// What is sent.
  package let bytes: [UInt8]
  /// Below the route's prefix, with a hash of the content, so that it can be kept for ever: `/assets/calcmon.css?v=1a2b3c4d`.
  package let path: String
  /// With the character set.
  package let contentType: String

  private init(_ bytes: [UInt8], name: String, contentType: String) {
    self.bytes = bytes
    self.contentType = contentType
    let hash = String(Self.hash(bytes), radix: 16)
    path = "/assets/\(name)?v=\(String(repeating: "0", count: 8 - hash.count))\(hash)"
  }

  /// The style of all pages: the base that they share with the report, `calcmon.css`, and behind it `detail.css`, for the pages of a run and of an alert, `simulator.css`, `status.css`, and `apps.css`.
  package static let style = PageAssets(
    BaseStyle.bytes + PackageResources.calcmon_css + PackageResources.detail_css + PackageResources.simulator_css
      + PackageResources.status_css + PackageResources.apps_css,
    name: "calcmon.css",
    contentType: "text/css; charset=utf-8")
  /// Keeps the status page up to date; it works without.
  package static let script = PageAssets(
    PackageResources.calcmon_js, name: "calcmon.js", contentType: "text/javascript; charset=utf-8")
  /// Moves the sliders of the simulator: words, results and timeline, each a file, and what uses them.
  package static let simulator = PageAssets(
    PackageResources.simulator_words_js + PackageResources.simulator_results_js + PackageResources.simulator_timeline_js
      + PackageResources.simulator_js, name: "simulator.js", contentType: "text/javascript; charset=utf-8")
  /// All of them.
  package static let all = [style, script, simulator]

  /// FNV-1a, 32 bits. Source: <http://www.isthe.com/chongo/tech/comp/fnv/>.
  private static func hash(_ bytes: [UInt8]) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}
