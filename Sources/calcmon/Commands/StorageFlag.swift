import ArgumentParser
import FoundationEssentials
import Processes
import Rendering

/// `--storage.path`
struct StorageFlag: ParsableArguments {
  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp("The SQLite database. \(StorageFlag.standardWords)", valueName: "file"))
  var file = StorageFlag.standard

  /// As it was given.
  var path: String { file.path }

  /// A command of calcmon on the same database, as it can be typed in any folder if the path was given.
  func command(_ words: String) -> String { Self.command(words, on: file) }

  /// The same, on a database that was named by another option.
  static func command(_ words: String, on file: PathArgument) -> String {
    guard file != StorageFlag.standard else { return words }
    let folder = FileManager.default.currentDirectoryPath
    return "\(words) --storage.path \(ShellText.quoted(file.path.hasPrefix("/") ? file.path : "\(folder)/\(file.path)"))"
  }

  /// The default, in the help.
  static let standardWords = "(default: what CALCMON_STORAGE_PATH says, else calcmon.db)"

  /// The variable that names the database.
  static let variable = "CALCMON_STORAGE_PATH"

  /// What commands take that are not told which database: what the variable says, unless it is empty.
  static var standard: PathArgument { PathArgument(stringLiteral: EnvironmentVariable.text(variable) ?? "calcmon.db") }
}
