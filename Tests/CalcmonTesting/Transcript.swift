package import Foundation
import Synchronization

/// What a program prints, read as it comes, so that it never waits for a reader.
package final class Transcript: Sendable {
  private struct State {
    var lines: [String] = []
    var rest: [UInt8] = []
    var isWhole = false
  }

  private let state = Mutex(State())

  /// Reads to the end on a thread of its own.
  package init(_ source: FileHandle?) {
    guard let source else {
      state.withLock { $0.isWhole = true }
      return
    }
    Thread.detachNewThread { [self] in
      while true {
        let bytes = source.availableData
        guard !bytes.isEmpty else { break }
        take(bytes)
      }
      state.withLock { state in
        if !state.rest.isEmpty { state.lines.append(String(decoding: state.rest, as: UTF8.self)) }
        (state.rest, state.isWhole) = ([], true)
      }
    }
  }

  private func take(_ bytes: Data) {
    state.withLock { state in
      for byte in bytes {
        if byte != UInt8(ascii: "\n") {
          state.rest.append(byte)
        } else {
          state.lines.append(String(decoding: state.rest, as: UTF8.self))
          state.rest = []
        }
      }
    }
  }

  /// The whole lines so far.
  package var lines: [String] { state.withLock(\.lines) }

  /// Whether everything has been read: all who could write have ended.
  package var isWhole: Bool { state.withLock(\.isWhole) }

  /// All that was printed, once it has ended.
  package func whole() async throws -> String {
    try await Poll.until("a program closes its output") { isWhole }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Waits until something can be read from a line, and returns it.
  ///
  /// - Parameter what: it in words, for the failure.
  package func first<Value>(_ what: String, _ read: (String) -> Value?) async throws -> Value {
    var isWhole = false
    let found = try await Poll.value(what) {
      isWhole = self.isWhole
      return lines
    } until: {
      isWhole || $0.contains { read($0) != nil }
    }
    for case let value? in found.lazy.map(read) { return value }
    throw Tool.Failure(description: "it ended before it told \(what): \(found.joined(separator: "\n"))")
  }
}
