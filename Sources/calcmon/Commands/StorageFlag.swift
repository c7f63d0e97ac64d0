import ArgumentParser
import FoundationEssentials
import Rendering

/// `--storage.path`
struct StorageFlag: ParsableArguments {
  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp("The SQLite database. \(StorageFlag.standardWords)", valueName: "file"), transform: storagePath)
  var path = StorageFlag.standard

  /// A command of calcmon on the same database, as it can be typed in any folder if the path was given.
  func command(_ words: String) -> String {
    guard path != StorageFlag.standard else { return words }
    let folder = FileManager.default.currentDirectoryPath
    return "\(words) --storage.path \(ShellText.quoted(path.hasPrefix("/") ? path : "\(folder)/\(path)"))"
  }

  /// The default, in the help.
  static let standardWords = "(default: what CALCMON_STORAGE_PATH says, else calcmon.db)"

  /// What commands take that are not told which database: what CALCMON_STORAGE_PATH says, unless it is empty.
  static var standard: String {
    ProcessInfo.processInfo.environment["CALCMON_STORAGE_PATH"].flatMap { $0.isEmpty ? nil : $0 } ?? "calcmon.db"
  }
}

/// - Throws: `ValidationError` if no file can be called so: an empty variable of a script must not become a history that is nowhere.
func storagePath(_ text: String) throws -> String {
  guard !text.isEmpty else { throw ValidationError("--storage.path must not be empty") }
  return text
}
