import Telemetry

/// A function that was being called, as readers see it.
package struct StackFrame: Hashable, Sendable {
  /// `Shop.Handler.channelRead`; `shop+0x1f40` if the program does not tell names.
  package let text: String
  /// Whether it belongs to the system or to a library of servers: then it is not where the application's author would look.
  package let isLibrary: Bool

  package init(text: String, isLibrary: Bool) {
    self.text = text
    self.isLibrary = isLibrary
  }

  /// A stack as reports have it: it begins at the innermost function of the application itself, if there is one.
  package static func lines(_ frames: [StackFrame]) -> [String] {
    let own = frames.firstIndex { !$0.isLibrary } ?? 0
    var lines: [String] = []
    for frame in frames[own...] where frame.text != lines.last { lines.append(frame.text) }
    return Array(lines.prefix(TelemetryMessage.StallReport.maximumFrames))
  }
}
