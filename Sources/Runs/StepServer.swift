import Glibc
import NIOPosix
import Processes
import Scheduling
import Workloads

/// The server of `http` steps under way, a process of its own: what it costs is not the run's.
struct StepServer: Sendable {
  /// How long it may take to say its port.
  private static let startLimit: Int32 = 5000

  let port: Int
  private let child: ChildProcess
  private let spawner: Spawner
  private let input: Int32

  /// Starts it and waits until it accepts connections.
  init(_ command: Command, spawner: Spawner) async throws {
    let pipes = try Descriptors.pipes(2)
    let (input, output) = (pipes[0], pipes[1])
    self.spawner = spawner
    self.input = input.writing
    defer { close(output.reading) }
    do {
      child = try await spawner.start(command, input: input.reading, output: output.writing, error: 2, newGroup: false)
    } catch {
      close(input.writing)
      throw error
    }
    let descriptor = output.reading
    // Also where the run is cancelled meanwhile: the server must be ended by somebody.
    let line = await uncancelled { try? await NIOThreadPool.singleton.runIfActive { StepServer.readLine(descriptor) } }
    port = line.flatMap { Int($0) } ?? 0
    guard port > 0 else {
      _ = await stop()
      throw StepServerError()
    }
  }

  /// Ends it. Returns the CPU seconds that it has used.
  func stop() async -> Double {
    child.signal(SIGKILL)
    close(input)
    try? await spawner.waitForEnd(of: child)
    return spawner.reap(child).cpu.totalSeconds
  }

  private static func readLine(_ descriptor: Int32) -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&poller, 1, startLimit) == 1, read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }
}

/// The server did not start.
struct StepServerError: Error, CustomStringConvertible {
  var description: String { "the server of http steps did not start" }
}
