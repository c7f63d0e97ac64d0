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
  private let scratch: TemporaryFolder?

  /// - Throws: where something could not be prepared; then nothing is left of it.
  static func prepare(
    for work: RunOrder.Work, at place: ProcessPlace, server command: Command, spawner: Spawner
  ) async throws -> RunSurroundings {
    var work = work
    let syncsOnPurpose = work.injections.contains { $0.kind == .fsync }
    switch work.io?.kind {
    case .timer where !syncsOnPurpose, .call where !syncsOnPurpose, .url where !syncsOnPurpose, .command where !syncsOnPurpose,
      nil where !syncsOnPurpose:
      return RunSurroundings(work: work, server: nil, scratch: nil)
    case .http:
      let server = try await StepServer(command, at: place, spawner: spawner)
      work.io?.port = server.port
      return RunSurroundings(work: work, server: server, scratch: nil)
    case .disk, .sqlite, .timer, .call, .url, .command, nil:
      let needsDatabase = work.io?.kind == .sqlite
      let (scratch, path) = try await NIOThreadPool.singleton.runIfActive { try makeScratch(withDatabase: needsDatabase) }
      work.scratch = path
      return RunSurroundings(work: work, server: nil, scratch: scratch)
    }
  }

  /// Ends and removes everything. Returns the CPU seconds that it has used.
  func remove() async -> Double {
    // Also if the run was cancelled.
    if let scratch {
      await uncancelled { try? await NIOThreadPool.singleton.runIfActive { scratch.remove() } }
    }
    return await server?.stop() ?? 0
  }

  /// On a real disk where there is one: what is synced in memory tells nothing.
  private static func makeScratch(withDatabase: Bool) throws -> (TemporaryFolder, path: String) {
    let parent = try TemporaryFolder.parent(usual: "/var/tmp")
    let folder: TemporaryFolder
    do throws(TemporaryFolderError) {
      folder = try TemporaryFolder(in: parent)
    } catch {
      throw ScratchError(parent: error.parent, errno: error.errno)
    }
    do {
      let path = absolute(folder.path)
      if withDatabase { try StepDatabase.prepare(in: path) }
      return (folder, path)
    } catch {
      folder.remove()
      throw error
    }
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
