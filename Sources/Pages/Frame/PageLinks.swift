import Rendering
import Samples

/// Where the other pages are: every link begins with the route prefix.
struct PageLinks {
  /// Such as `""` or `/calcmon`.
  let root: String

  var runs: String { "\(root)/runs" }
  var alerts: String { "\(root)/alerts" }
  var apps: String { "\(root)/apps" }

  func run(_ id: Int64) -> String { "\(root)/runs/\(id)" }
  func runJSON(_ id: Int64) -> String { "\(root)/api/v1/runs/\(id)" }
  func alert(_ id: String) -> String { "\(root)/alerts/\(PercentEncoding.text(id))" }
  func runbook(_ name: String) -> String { "\(root)/runbooks/\(PercentEncoding.text(name))" }

  func app(_ name: String) -> String { "\(apps)/\(PercentEncoding.text(name))" }
  func appJSON(_ name: String) -> String { "\(root)/api/v1/apps/\(PercentEncoding.text(name))" }

  /// The runs of a mix, strategy and runtime.
  func runs(of identity: RunIdentity) -> String {
    let mix = PercentEncoding.text(identity.mix)
    return "\(runs)?mix=\(mix)&strategy=\(identity.strategy.rawValue)&runtime=\(identity.runtime.rawValue)"
  }
}

/// Text as a part of a URL. Source: RFC 3986, section 2.
package enum PercentEncoding {
  private static let unreserved = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)

  /// Everything but letters, digits, `-`, `.`, `_` and `~` is encoded.
  package static func text(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      if unreserved.contains(byte) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
  }
}
