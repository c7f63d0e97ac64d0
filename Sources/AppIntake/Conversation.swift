import Telemetry

/// The lines of one connection: a greeting, and then the rest. A value without I/O.
struct Conversation {
  /// What a line comes to.
  enum Step {
    case opened(AppMessage.Hello)
    case message(AppMessage)
    /// It cannot be, and is left out.
    case dropped
  }

  /// So many lines that cannot be end it.
  private static let mostNonsense = 2

  /// What was not taken yet, from `start` on.
  private var bytes: [UInt8]
  private var start = 0
  /// Of the line that was found.
  private var end: Int?
  private var nonsense = 0
  private(set) var isOpen = false

  /// - Parameter heard: how it begins.
  init(_ heard: [UInt8] = []) { bytes = heard }

  mutating func receive(_ new: ArraySlice<UInt8>) { bytes += new }

  /// Whether a line is whole, and can be taken.
  ///
  /// - Throws: `TelemetryError.lineTooLong`.
  mutating func hasLine() throws(TelemetryError) -> Bool {
    end = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    guard (end ?? bytes.count) - start <= AppCoding.longestLine else { throw .lineTooLong(limit: AppCoding.longestLine) }
    if end == nil {
      bytes.removeFirst(start)
      if bytes.isEmpty { bytes = [] }
      start = 0
    }
    return end != nil
  }

  /// Takes the line that was found; `nil` if there is none.
  ///
  /// - Throws: `TelemetryError`: it is over.
  mutating func next() throws(TelemetryError) -> Step? {
    guard let end else { return nil }
    let line = bytes[start..<end]
    (start, self.end) = (end + 1, nil)
    return try step(line)
  }

  private mutating func step(_ line: ArraySlice<UInt8>) throws(TelemetryError) -> Step {
    let message: AppMessage
    do throws(TelemetryError) {
      message = try AppCoding.decode(line)
    } catch {
      nonsense += 1
      guard isOpen, nonsense < Conversation.mostNonsense else { throw error }
      return .dropped
    }
    switch message {
    case .hello(let hello) where !isOpen:
      isOpen = true
      return .opened(hello)
    case .hello: throw .unexpected("another greeting")
    case _ where isOpen: return .message(message)
    default: throw .unexpected("a line before the greeting")
    }
  }
}
