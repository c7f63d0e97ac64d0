import FoundationEssentials
import Glibc
import NIOPosix
import Processes
import Samples
import Scheduling
import Workloads

/// What a run needs beside its child: the server of `http` steps, a scratch directory.
struct RunSurroundings: Sendable {
  /// The order, with the server's port and the directory filled in.
  let work: RunOrder.Work
  private let server: StepServer?
  private let scratch: String?

  /// - Throws: where something could not be prepared; then nothing is left of it.
  static func prepare(
    for work: RunOrder.Work, at place: ProcessPlace, server command: Command, spawner: Spawner
  ) async throws -> RunSurroundings {
    var work = work
    let syncsOnPurpose = work.injections.contains { $0.kind == .fsync }
    switch work.io?.kind {
    case .timer where !syncsOnPurpose, nil where !syncsOnPurpose: return RunSurroundings(work: work, server: nil, scratch: nil)
    case .http:
      let server = try await StepServer(command, at: place, spawner: spawner)
      work.io?.port = server.port
      return RunSurroundings(work: work, server: server, scratch: nil)
    case .disk, .sqlite, .timer, nil:
      let needsDatabase = work.io?.kind == .sqlite
      let scratch = try await NIOThreadPool.singleton.runIfActive { try makeScratch(withDatabase: needsDatabase) }
      work.scratch = scratch
      return RunSurroundings(work: work, server: nil, scratch: scratch)
    }
  }

  /// Ends and removes everything. Returns the CPU seconds that it has used.
  func remove() async -> Double {
    // Also if the run was cancelled.
    if let scratch {
      await uncancelled { try? await NIOThreadPool.singleton.runIfActive { try FileManager.default.removeItem(atPath: scratch) } }
    }
    return await server?.stop() ?? 0
  }

  /// On a real disk where there is one: what is synced in memory tells nothing.
  private static func makeScratch(withDatabase: Bool) throws -> String {
    let parent = try EnvironmentVariable.path("TMPDIR") ?? "/var/tmp"
    // mkdtemp puts a name of its own in the place of the six letters.
    var template = Array("\(parent)/calcmon-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ScratchError(parent: parent, errno: errno) }
    let path = absolute(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    do {
      if withDatabase { try StepDatabase.prepare(in: path) }
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
    return path
  }

  /// One name for the run and for its child, also if TMPDIR is a relative one.
  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(validatingCString: resolved) ?? path
  }
}

/// There is no place for scratch files.
struct ScratchError: Error, CustomStringConvertible {
  let parent: String
  let errno: Int32

  var description: String {
    "cannot make a scratch directory in \(parent): \(String(cString: strerror(errno))); TMPDIR can name another place"
  }
}
