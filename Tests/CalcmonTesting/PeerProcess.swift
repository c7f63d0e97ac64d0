import Foundation

/// A server that a test needs as a peer: it listens on a port of its own choice, and tells it in what it prints.
package final class PeerProcess: Sendable {
  /// On 127.0.0.1.
  package let port: Int
  /// What it prints to the stream in which it tells its port.
  package let log: Transcript
  private let program: Program

  /// Where a peer tells its port.
  package enum Place { case output, errors }

  /// Starts it, and returns when it listens.
  ///
  /// - Parameters:
  ///   - place: which stream tells the port.
  ///   - port: the port that a line tells, if it tells one.
  package static func start(
    _ command: [String], telling place: Place = .errors, port: (String) -> Int?
  ) async throws -> PeerProcess {
    let program = try await Program.start(
      command, input: .pipe, output: place == .output ? .pipe : .none, errors: place == .errors ? .pipe : .none)
    let log = Transcript(place == .output ? program.output : program.errors)
    let port = try await log.first("the port of \(command.first ?? "")", port)
    return PeerProcess(port: port, log: log, program: program)
  }

  private init(port: Int, log: Transcript, program: Program) {
    (self.port, self.log, self.program) = (port, log, program)
  }

  /// Reads the port that stands behind some words.
  package static func port(behind words: String) -> (String) -> Int? {
    { line in line.range(of: words).flatMap { Int(line[$0.upperBound...].prefix(while: \.isNumber)) } }
  }

  /// Ends it in order, and returns when it has ended.
  package func stop() async {
    program.signal(SIGTERM)
    await program.waitForEnd()
  }

  /// Ends it by the end of its input, and returns when it has ended.
  package func endInput() async throws {
    try program.input?.close()
    await program.waitForEnd()
  }
}
