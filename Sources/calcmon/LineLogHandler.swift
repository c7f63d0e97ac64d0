import Console
import Logging
import Samples
import Scheduling

/// `--log.format`
enum LogFormat: String, CaseIterable {
  case logfmt, json
}

/// Writes each event as one line to standard error, without ever waiting for it, in logfmt or JSON, with the keys of the Prometheus ecosystem.
struct LineLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  private let format: LogFormat

  init(format: LogFormat, level: Logger.Level) {
    self.format = format
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = [("time", SystemTime().wall.iso8601), ("level", word(event.level)), ("msg", event.message.description)]
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    fields += all.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
    StandardError.write(LineLogHandler.line(fields, format))
  }

  /// The line that stands in the place of lines that could not be written.
  static func dropped(_ count: Int, format: LogFormat) -> String {
    line(
      [
        ("time", SystemTime().wall.iso8601), ("level", "warn"),
        ("msg", "\(Plural.text(count, "line was", "lines were")) dropped: the log could not be written"), ("lines", "\(count)"),
      ], format)
  }

  private static func line(_ fields: [(String, String)], _ format: LogFormat) -> String {
    switch format {
    case .logfmt: fields.map { "\($0)=\(quotedIfNeeded($1))" }.joined(separator: " ") + "\n"
    case .json: "{" + fields.map { "\(quoted($0)):\(quoted($1))" }.joined(separator: ",") + "}\n"
    }
  }

  private func word(_ level: Logger.Level) -> String {
    switch level {
    case .trace, .debug: "debug"
    case .info, .notice: "info"
    case .warning: "warn"
    case .error, .critical: "error"
    }
  }

  private static func quotedIfNeeded(_ text: String) -> String {
    let plain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f && !"\"=\\".unicodeScalars.contains($0) }
    return plain ? text : quoted(text)
  }

  /// A JSON string, which is what logfmt quotes with too.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
