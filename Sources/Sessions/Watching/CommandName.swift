import Telemetry

/// The name of an application by its command, which all its processes share: those that it starts have other commands.
package enum CommandName {
  /// The script or the module that an interpreter executes; the application that a server is given; else the program's name.
  package static func of(_ command: [String]) -> String {
    let program = file(command.first ?? "")
    let words = Array(command.dropFirst())
    let named = program.hasPrefix("python") ? script(words) : served(words)
    return AppName.clean(named ?? program) ?? "app"
  }

  private static func script(_ words: [String]) -> String? {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-m": return rest.first.map { $0 == "uvicorn" || $0 == "gunicorn" ? served(Array(rest.dropFirst())) ?? $0 : $0 }
      case "-c", "-": return nil
      case "-W", "-X": _ = rest.popFirst()
      case _ where word.hasPrefix("-"): break
      default: return stem(word)
      }
    }
    return nil
  }

  /// `shop.main` of `shop.main:app`.
  private static func served(_ words: [String]) -> String? {
    words.first { $0.contains(":") && !$0.hasPrefix("-") && !$0.contains("/") && $0.first?.isLetter == true }
      .flatMap { $0.split(separator: ":").first.map(String.init) }
  }

  /// Without folders and `.py`; of `shop/__main__.py` the folder.
  private static func stem(_ path: String) -> String {
    let name = file(path)
    if name == "__main__.py" { return file(String(path.dropLast("/__main__.py".count))) }
    return name.hasSuffix(".py") ? String(name.dropLast(3)) : name
  }

  private static func file(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
