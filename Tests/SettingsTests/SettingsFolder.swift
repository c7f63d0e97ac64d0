import CalcmonTesting
import Foundation

/// The folders of configuration files beside these tests.
enum SettingsFolder {
  static let broken = "\(Repository.root)/Tests/SettingsTests/Broken"
  static let good = "\(Repository.root)/Tests/SettingsTests/Good"

  /// The names of a folder's YAML files, without the ending.
  static func names(in folder: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func text(_ name: String, in folder: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8)
  }
}
