import Logging
import Synchronization

/// What was logged.
final class LogLines: LogHandler {
  private let lines = Mutex<[String]>([])

  /// `LEVEL message`.
  var all: [String] { lines.withLock { $0 } }
  var warnings: [String] { all.filter { $0.hasPrefix("warning ") }.map { String($0.dropFirst(8)) } }
  var logger: Logger { Logger(label: "test") { _ in self } }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) { lines.withLock { $0.append("\(event.level) \(event.message)") } }
}
