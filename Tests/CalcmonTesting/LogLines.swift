package import Logging
import Synchronization

/// Keeps what is logged.
package final class LogLines: LogHandler {
  private let lines = Mutex<[String]>([])

  package init() {}

  /// `LEVEL message`, then the entry `error` of the metadata if there is one.
  package var all: [String] { lines.withLock { $0 } }
  package var warnings: [String] { all.filter { $0.hasPrefix("warning ") }.map { String($0.dropFirst(8)) } }
  /// What is more than information for developers.
  package var aboveDebug: [String] { all.filter { !$0.hasPrefix("trace ") && !$0.hasPrefix("debug ") } }
  package var logger: Logger { Logger(label: "test") { _ in self } }

  package var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  package var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  package func log(event: LogEvent) {
    let cause = event.metadata?["error"].map { ": \($0)" } ?? ""
    lines.withLock { $0.append("\(event.level) \(event.message)\(cause)") }
  }
}
