import FoundationEssentials
import Processes
import SampleApps

/// A folder with the sample programs, in which reports and truths are written beside them.
struct SampleFolder: Sendable {
  private let folder: TemporaryFolder

  /// - Throws: `TemporaryFolderError`, and what writing a file throws.
  init() throws {
    folder = try TemporaryFolder(in: TemporaryFolder.parent(usual: "/tmp"), named: "calcmon-apps")
    do {
      for file in SampleApp.files { try Data(file.bytes).write(to: URL(filePath: self.file(file.name))) }
    } catch {
      remove()
      throw error
    }
  }

  var path: String { folder.path }

  func file(_ name: String) -> String { folder.file(name) }

  func remove() { folder.remove() }
}
