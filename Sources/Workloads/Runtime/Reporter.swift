import Glibc
import Processes
import Telemetry

/// Writes messages from a thread of its own: the loop under test never waits for the pipe.
struct Reporter: Sendable {
  private let descriptor: Int32
  private let thread = WorkerThreads(1)

  /// - Throws: if the kernel gives no thread.
  init(descriptor: Int32) throws(ResourceError) {
    self.descriptor = descriptor
    try thread.start()
  }

  func send(_ message: TelemetryMessage) {
    let descriptor = descriptor
    thread.submit {
      guard let line = try? TelemetryCoding.encode(message) else { return }
      var rest = line[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// Returns when everything was written.
  func finish() async {
    await thread.shutDown()
  }
}
