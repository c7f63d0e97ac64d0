import Glibc
import NIOPosix
import Processes
import Scheduling
import Workloads

/// The server of `http` steps under way, a process of its own: what it costs is not the run's.
struct StepServer: Sendable {
  /// How long it may take to say its port, in milliseconds.
  private static let startLimit: Int32 = 5000

  let port: Int
  private let child: ChildProcess
  private let spawner: Spawner
  private let input: Int32

  /// Starts it and waits until it accepts connections.
  init(_ command: Command, at place: ProcessPlace = .inherited, spawner: Spawner) async throws {
    let pipes = try Descriptors.pipes(2)
    let (input, output) = (pipes[0], pipes[1])
    defer { close(output.reading) }
    let complaints: (theirs: Int32, ours: Int32)
    do {
      complaints = try StepServer.complaints()
    } catch {
      Descriptors.closeAll([input.reading, input.writing, output.writing])
      throw error
    }
    defer { close(complaints.ours) }
    do {
      child = try await spawner.start(
        command, at: place, input: input.reading, output: output.writing, error: complaints.theirs, newGroup: false)
    } catch {
      close(input.writing)
      throw error
    }
    self.spawner = spawner
    self.input = input.writing
    let descriptor = output.reading
    // Also where the run is cancelled meanwhile: the server must be ended by somebody.
    let line = await uncancelled { try? await NIOThreadPool.singleton.runIfActive { StepServer.readLine(descriptor) } }
    let text: String? = line ?? nil
    port = text.flatMap { Int($0) } ?? 0
    guard port > 0 else {
      let exit = await end()
      throw StepServerError(status: text == nil ? nil : exit.status, said: LastLine.of(StepServer.text(of: complaints.ours)))
    }
  }

  /// Ends it. Returns the CPU seconds that it has used.
  func stop() async -> Double { await end().cpu.totalSeconds }

  private func end() async -> ChildExit {
    child.signal(SIGKILL)
    close(input)
    try? await spawner.waitForEnd(of: child)
    return spawner.reap(child)
  }

  /// Where it says what is wrong: a file, which nobody has to read meanwhile.
  private static func complaints() throws(DescriptorError) -> (theirs: Int32, ours: Int32) {
    let file = try Descriptors.file()
    return (file, try Descriptors.closing([file]) { () throws(DescriptorError) in try Descriptors.copy(of: file) })
  }

  private static func text(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(file, &bytes, bytes.count, max(0, lseek(file, 0, SEEK_END) - off_t(bytes.count)))
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// Returns what it says until the end of the line or of its output; `nil` if it does not say it in time.
  private static func readLine(_ descriptor: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      switch poll(&poller, 1, startLimit) {
      case 0: return nil
      case 1: if read(descriptor, &byte, 1) != 1 || byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      default: if errno == EINTR { continue } else { return nil }
      }
      line.append(byte)
    }
  }
}

/// The server did not start.
struct StepServerError: Error, CustomStringConvertible {
  /// How it ended; `nil`: it did not say its port in time.
  let status: ChildExit.Status?
  /// On its standard error.
  let said: String?

  var description: String {
    let end = status.map { "it \($0)" } ?? "it did not say its port within 5 s"
    return "the server of http steps did not start: \(end)" + (said.map { " (stderr: \($0))" } ?? "")
  }
}
