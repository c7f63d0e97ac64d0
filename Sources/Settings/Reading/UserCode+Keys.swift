import Samples
import Workloads

extension Mix {
  /// `python`, `items_from` and `child`: where the functions are that steps call, and what they get.
  mutating func readCode(_ map: YAMLMap) {
    var code = code ?? UserCode()
    map.set(&code.items, "items_from") { $0.items() }
    _ = map.take("python") { $0.map { code.readPython($0) } }
    map.set(&code.child, "child") { $0.absolutePath() }
    self.code = code == UserCode() ? nil : code
  }
}

extension UserCode {
  fileprivate mutating func readPython(_ map: YAMLMap) {
    map.set(&python, "interpreter") { $0.program() }
    map.set(&path, "path") { $0.set { $0.absolutePath() } }
    map.set(&environment, "environment") { $0.variables() }
  }
}

extension YAMLValue {
  /// A function, or `{file: items.jsonl}`.
  fileprivate func items() -> UserCode.Items? {
    guard case .map = node.content else { return stepCall().map { .call($0) } }
    return map { map in map.require("file") { $0.absolutePath() }.map { .file($0) } }
  }

  /// A name on the search path, or a file or folder, which begins where the configuration file is if it is a relative one.
  fileprivate func program() -> String? {
    guard let text = line() else { return nil }
    return text.contains("/") ? absolutePath() : text
  }

  /// What is added to the environment. No message shows a value.
  fileprivate func variables() -> [String: String]? {
    map { map in
      var variables: [String: String] = [:]
      for (name, place, value) in map.all {
        guard name.isVariableName else {
          file.problems.add(place, "'\(name.shown)' is no name of a variable: letters, digits and _, with no digit in front")
          continue
        }
        variables[name] = value.text()
      }
      return variables
    }
  }
}

extension String {
  fileprivate var isVariableName: Bool {
    guard let first = utf8.first, !(48...57).contains(first) else { return false }
    return utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95 }
  }
}
