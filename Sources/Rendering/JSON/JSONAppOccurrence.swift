package import Samples

/// Something that happened to an application, as JSON.
package struct JSONAppOccurrence: Encodable {
  let at: String
  let kind: String
  let pid: OrNull<Int>
  let version: OrNull<String>
  let frame: OrNull<String>
  let stack: [String]
  let stoodSeconds: OrNull<Double>

  package init(_ occurrence: AppOccurrence) {
    at = occurrence.at.iso8601
    kind = occurrence.kind.rawValue
    pid = OrNull(occurrence.pid)
    version = OrNull(occurrence.version)
    frame = OrNull(occurrence.frame)
    stack = occurrence.stack
    stoodSeconds = OrNull(occurrence.stoodSeconds)
  }
}
