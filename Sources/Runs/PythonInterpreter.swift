import FoundationEssentials
package import NIOCore
package import Processes
package import Scheduling

/// A CPython that can execute runs.
package struct PythonInterpreter: Hashable, Sendable {
  /// How long it may take to say who it is.
  package static let probeLimit = Duration.seconds(5)
  /// Its usual name.
  private static let standardName = "python3"
  /// Where a process that has no PATH looks, by convention.
  private static let standardSearchPath = "/usr/local/bin:/usr/bin:/bin"

  /// Absolute path of the interpreter itself, not of a script that starts it.
  package let executable: String
  /// As in `CPython 3.11.7`.
  package let version: String

  /// Asks programs who they are, until one of them is a Python that will do.
  ///
  /// - Parameters:
  ///   - program: a path; or a name, for all programs of that name on the search path; `nil`: `python3`.
  ///   - searchPath: the folders to look in, separated by colons, as in `PATH`.
  ///   - loop: reads the answers.
  /// - Throws: `PythonUnavailable`, whose description says what is wrong with each.
  package static func find(
    at program: String?, searchPath: String, spawner: Spawner, time: any TimeSource, loop: any EventLoop
  ) async throws(PythonUnavailable) -> PythonInterpreter {
    let name = program ?? standardName
    let found = name.contains("/") ? [PythonSearch.candidate(at: name)] : PythonSearch.candidates(name, in: searchPath)
    guard !found.isEmpty else { throw .notFound(name: name) }
    let probe = PythonProbe(spawner: spawner, time: time, loop: loop)
    var refused: [PythonUnavailable.Refusal] = []
    for candidate in found {
      do throws(PythonUnavailable.Problem) {
        if let problem = candidate.problem { throw problem }
        return try await probe.ask(candidate.path)
      } catch {
        refused.append(.init(path: candidate.path, problem: error))
      }
    }
    throw .refused(refused)
  }

  /// The same as a result, with the search path of this process.
  package static func find(
    at program: String?, spawner: Spawner, time: any TimeSource, loop: any EventLoop
  ) async -> Result<PythonInterpreter, PythonUnavailable> {
    do {
      let searchPath = EnvironmentVariable.searchPath("PATH").joined(separator: ":")
      return .success(try await find(at: program, searchPath: searchPath, spawner: spawner, time: time, loop: loop))
    } catch {
      return .failure(error)
    }
  }
}
