import FoundationEssentials
import Glibc
package import NIOCore
package import Processes
package import Scheduling
import Workloads

/// A CPython that can execute runs.
package struct PythonInterpreter: Hashable, Sendable {
  /// How long it may take to say who it is.
  package static let probeLimit = Duration.seconds(5)

  /// Absolute path of the interpreter itself, not of a script that starts it.
  package let executable: String
  /// As in `CPython 3.11.7`.
  package let version: String

  /// Asks a program who it is.
  ///
  /// - Parameters:
  ///   - path: of the program; `nil`: the first `python3` on the search path.
  ///   - searchPath: the folders to look in, separated by colons, as in `PATH`.
  ///   - loop: reads its answer.
  /// - Throws: `PythonUnavailable`, whose description says what is wrong with it.
  package static func find(
    at path: String?, searchPath: String, spawner: Spawner, time: any TimeSource, loop: any EventLoop
  ) async throws(PythonUnavailable) -> PythonInterpreter {
    guard let program = path ?? first("python3", in: searchPath) else { throw .notFound }
    let answer: String
    do {
      answer = try await ask(program, spawner: spawner, time: time, loop: loop)
    } catch {
      throw .cannotStart(path: program, reason: (error as? SpawnError).map { String(cString: strerror($0.errno)) } ?? "\(error)")
    }
    return try parse(answer, program: program)
  }

  /// The same as a result, with the search path of this process.
  package static func find(
    at path: String?, spawner: Spawner, time: any TimeSource, loop: any EventLoop
  ) async -> Result<PythonInterpreter, PythonUnavailable> {
    do {
      let searchPath = EnvironmentVariable.searchPath("PATH").joined(separator: ":")
      return .success(try await find(at: path, searchPath: searchPath, spawner: spawner, time: time, loop: loop))
    } catch {
      return .failure(error)
    }
  }

  private static let marker = "calcmon-python"

  private static func ask(
    _ program: String, spawner: Spawner, time: any TimeSource, loop: any EventLoop
  ) async throws -> String {
    let question =
      "import sys,platform as p;print('\\n\(marker)',sys.version_info[0],sys.version_info[1],p.python_implementation(),p.python_version(),sys.executable,sep='\\t')"
    let nulls = try Descriptors.nulls(2)
    let pipe = try Descriptors.closing(nulls) { () throws(DescriptorError) in try Descriptors.pipe() }
    let output: ChildOutput
    do {
      output = try await ChildOutput(descriptor: pipe.reading, loop: loop)
    } catch {
      Descriptors.closeAll(nulls + [pipe.writing])
      throw error
    }
    let child: ChildProcess
    do {
      child = try await spawner.start(
        Command(executable: program, arguments: ["-I", "-S", "-c", question]), input: nulls[0], output: pipe.writing,
        error: nulls[1], newGroup: true)
    } catch {
      _ = await output.readTail()
      throw error
    }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await time.sleep(until: time.uptime + probeLimit)
        if !Task.isCancelled { child.signal(SIGKILL) }
      }
      async let answer = output.readTail()
      try? await spawner.waitForEnd(of: child)
      group.cancelAll()
      await group.waitForAll()
      _ = spawner.reap(child)
      output.close(after: .seconds(1))
      return await answer
    }
  }

  /// The line with the marker, whatever stands around it.
  private static func parse(_ answer: String, program: String) throws(PythonUnavailable) -> PythonInterpreter {
    let line = answer.split(whereSeparator: \.isNewline).last { $0.hasPrefix(marker + "\t") }
    let fields = line?.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) ?? []
    guard fields.count == 6, let major = Int(fields[1]), let minor = Int(fields[2]) else { throw .noAnswer(path: program) }
    guard (major, minor) >= AsyncioRuntime.oldestVersion else { throw .tooOld(path: program, version: fields[4]) }
    return PythonInterpreter(executable: fields[5].isEmpty ? program : fields[5], version: "\(fields[3]) \(fields[4])")
  }

  private static func first(_ name: String, in searchPath: String) -> String? {
    searchPath.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}

/// Why the runtime `asyncio` cannot be used.
package enum PythonUnavailable: Error, Hashable, CustomStringConvertible {
  case notFound
  case cannotStart(path: String, reason: String)
  case noAnswer(path: String)
  case tooOld(path: String, version: String)

  package var description: String {
    let needed = "\(AsyncioRuntime.oldestVersion.major).\(AsyncioRuntime.oldestVersion.minor) or later is needed"
    return switch self {
    case .notFound: "there is no python3 on the PATH; \(needed)"
    case .cannotStart(let path, let reason): "cannot start \(path): \(reason)"
    case .noAnswer(let path): "\(path) did not say within \(Int(PythonInterpreter.probeLimit.seconds)) s which Python it is"
    case .tooOld(let path, let version): "\(path) is Python \(version); \(needed)"
    }
  }
}
