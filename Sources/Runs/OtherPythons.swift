import Glibc
package import NIOCore
package import Processes
package import Scheduling

/// The interpreters that the user's code names. Each is asked once who it is; one that will not do is asked again, because it may be mended.
package actor OtherPythons {
  private let spawner: Spawner
  private let time: any TimeSource
  private let loop: any EventLoop
  private var found: [String: PythonInterpreter] = [:]

  /// - Parameter loop: reads the answers.
  package init(spawner: Spawner, time: any TimeSource, loop: any EventLoop) {
    self.spawner = spawner
    self.time = time
    self.loop = loop
  }

  /// The interpreter at a path, of a name on the search path, or of a virtual environment, which is a folder.
  package func find(at place: String) async throws(PythonUnavailable) -> PythonInterpreter {
    if let known = found[place] { return known }
    let program = OtherPythons.isFolder(place) ? "\(place)/bin/python" : place
    let interpreter = try await PythonInterpreter.find(at: program, spawner: spawner, time: time, loop: loop).get()
    found[place] = interpreter
    return interpreter
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return path.contains("/") && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
