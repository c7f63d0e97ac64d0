import ArgumentParser
import Console
import FoundationEssentials
import Glibc
import Samples
import Workloads

/// Where the functions are that steps call, what they get, and who executes them.
struct CodeFlags: ParsableArguments {
  @Option(
    name: .customLong("items-from"),
    help: ArgumentHelp(
      "What the functions get: a function that returns something to iterate over, as in python:shop.pricing:samples, or a file with a line of JSON for each item. (default: the item's number)",
      valueName: "function or file"), transform: sourceOfItems)
  var items: UserCode.Items?

  @Option(
    name: .customLong("path"), parsing: .singleValue,
    help: ArgumentHelp(
      "A folder that modules are looked for in, before all others; may be given several times. The current directory is always among them, as the last.",
      valueName: "folder"))
  var path: [PathArgument] = []

  @Option(
    name: .customLong("env"), parsing: .singleValue,
    help: ArgumentHelp(
      "What is added to the functions' environment, as in DB_URL=…; may be given several times. It is shown and kept nowhere.",
      valueName: "name=value"), transform: variable)
  var variables: [EnvironmentEntry] = []

  @Option(help: ArgumentHelp("The executable that knows the steps of Swift, as in --cpu swift:resize.", valueName: "file"))
  var child: PathArgument?

  @Option(
    help: ArgumentHelp(
      "How the worker processes of hybrid come to be in the runtime asyncio: fork, spawn, forkserver, or interpreters of their own in threads (from Python 3.14 on).",
      valueName: "kind"))
  var workers: WorkerKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Processes that share the arrivals, each with a loop of its own, in the runtime asyncio. (default: 1)", valueName: "number"),
    transform: wholeNumber)
  var servers: Int?

  /// Puts all of it into a mix. Modules of the current directory are found, as by `python -m`.
  func change(_ mix: inout Mix) {
    if let workers { mix.workers = workers }
    if let servers { mix.servers = servers }
    var code = mix.code ?? UserCode()
    if let items { code.items = items.absolute }
    if let child { code.child = absolute(child.path) }
    for variable in variables { code.environment[variable.name] = variable.value }
    code.path = path.map { absolute($0.path) } + code.path
    if mix.calls.contains(where: { $0.runtime == .asyncio }) { code.path.append(FileManager.default.currentDirectoryPath) }
    mix.code = code == UserCode() ? nil : code
  }
}

/// A variable of the environment.
struct EnvironmentEntry {
  let name: String
  let value: String
}

/// The message does not show the text: it may be a secret.
private func variable(_ text: String) throws -> EnvironmentEntry {
  guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
    throw OptionProblem.part("must be NAME=VALUE, as in DB_URL=sqlite:///shop.db")
  }
  return EnvironmentEntry(name: String(text[..<sign]), value: String(text[sign...].dropFirst()))
}

/// A function, or what cannot be one.
private func sourceOfItems(_ text: String) throws -> UserCode.Items {
  do {
    return .call(try StepCall(text))
  } catch {
    if text.hasPrefix("python:") { throw OptionProblem.demand(error.description) }
  }
  guard !text.isEmpty, access(text, R_OK) == 0 else {
    throw OptionProblem.demand(
      "is neither a function, as in python:package.module:function, nor a file that can be read: \(String(cString: strerror(errno)))"
    )
  }
  return .file(text)
}

extension UserCode.Items {
  fileprivate var absolute: UserCode.Items {
    switch self {
    case .call: self
    case .file(let path): .file(calcmon.absolute(path))
    }
  }
}

private func absolute(_ path: String) -> String {
  path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
}

extension WorkerKind: ExpressibleByArgument {}
