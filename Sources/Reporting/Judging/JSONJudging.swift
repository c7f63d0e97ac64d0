import Rendering
import Samples
import Thresholds

/// Targets and their source, as JSON.
struct JSONJudging: Encodable {
  let source: String
  let since: OrNull<String>
  let file: OrNull<String>
  let overrides: [String]
  let only: OrNull<[String]>
  let text: String

  init(_ judging: Judging) {
    switch judging.source {
    case .agent(let instant): (source, since, file) = ("agent", OrNull(instant.iso8601), OrNull(nil))
    case .file(let name): (source, since, file) = ("file", OrNull(nil), OrNull(name))
    case .standard: (source, since, file) = ("defaults", OrNull(nil), OrNull(nil))
    }
    overrides = judging.overrides.map { "\($0.name.rawValue)=\($0.sourceText)" }
    only = OrNull(judging.only?.names)
    text = judging.text
  }
}
