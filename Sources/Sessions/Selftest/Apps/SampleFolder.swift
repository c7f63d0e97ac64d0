import FoundationEssentials
import Glibc
import Processes
import SampleApps

/// A folder with the sample programs, in which reports and truths are written beside them.
struct SampleFolder: Sendable {
  let path: String

  /// - Throws: `SampleFolderError`, and what writing a file throws.
  init() throws {
    let parent = try EnvironmentVariable.path("TMPDIR") ?? "/tmp"
    // mkdtemp puts a name of its own in the place of the six letters.
    var template = Array("\(parent)/calcmon-apps-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SampleFolderError(parent: parent, errno: errno) }
    path = String(cString: made)
    do {
      for file in SampleApp.files { try Data(file.bytes).write(to: URL(filePath: self.file(file.name))) }
    } catch {
      remove()
      throw error
    }
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// There is no place for the sample programs.
struct SampleFolderError: Error, CustomStringConvertible {
  let parent: String
  let errno: Int32

  var description: String {
    "cannot make a folder in \(parent): \(String(cString: strerror(errno))); TMPDIR can name another place"
  }
}
