package import Samples

/// Steps of an item in one word, in flags and in the configuration.
package enum MixSteps {
  /// Why a text is no step: the rest of a sentence that begins with its name.
  package struct Problem: Error, CustomStringConvertible {
    package let description: String
  }

  /// Kinds of I/O that calcmon brings along.
  private static let ownKinds = IOKind.allCases.filter { Mix.IOStep.Work($0) != nil }

  /// `timer:3.3ms`, `http:10ms`, `disk`, `sqlite`, `python:package.module:function`, `url:http://127.0.0.1:8000/` or `command:'curl -s …'`.
  package static func io(_ text: String) throws(Problem) -> Mix.IOStep {
    let (word, rest) = parts(text)
    switch word {
    case "python", "swift": return Mix.IOStep(.call(try call(text)))
    case "url": return Mix.IOStep(.url(try url(rest ?? "")))
    case "command": return Mix.IOStep(.command(try command(rest ?? "")))
    default: break
    }
    if let rest, rest.hasPrefix("//") { throw Problem(description: "a URL is written url:\(word)://…") }
    guard let work = IOKind(rawValue: word).flatMap(Mix.IOStep.Work.init) else { throw unknownKind(word) }
    return Mix.IOStep(work, seconds: try rest.map { (rest) throws(Problem) in try seconds(rest) } ?? 0)
  }

  /// `1.2ms`, or with its kernel, as in `memory:1.2ms`; or `python:package.module:function`, or `swift:name`.
  package static func cpu(_ text: String) throws(Problem) -> Mix.CPUStep {
    let (word, rest) = parts(text)
    if ["python", "swift"].contains(word) { return Mix.CPUStep(calling: try call(text)) }
    guard let rest else { return Mix.CPUStep(seconds: try seconds(text)) }
    guard let kernel = Kernel(rawValue: word) else {
      let known = Kernel.allCases.map(\.rawValue)
      throw Problem(
        description: "unknown kernel '\(word)'; "
          + NearestWord.hint(
            word, among: known + ["python", "swift"],
            otherwise: "there are: \(known.joined(separator: ", ")); or a function, as in python:package.module:function"))
    }
    return Mix.CPUStep(kernel, seconds: try seconds(rest))
  }

  /// `python:package.module:function`, the same without `python:`, or `swift:name`.
  package static func call(_ text: String) throws(Problem) -> StepCall {
    do {
      return try StepCall(text)
    } catch {
      throw Problem(description: "'\(text)' \(error)")
    }
  }

  /// A URL as it is; see `StepURL`. The problem does not show it: it may hold a password.
  package static func url(_ text: String) throws(Problem) -> String {
    if let problem = StepURL.problem(text) { throw Problem(description: "the URL \(problem)") }
    return text
  }

  /// The words of a command line.
  package static func command(_ text: String) throws(Problem) -> [String] {
    do throws(CommandWords.Problem) {
      let words = try CommandWords.split(text)
      if words.first?.isEmpty ?? true { throw CommandWords.Problem(description: "names no program, as in command:'curl -s …'") }
      return words
    } catch {
      throw Problem(description: "the command \(error)")
    }
  }

  private static func unknownKind(_ word: String) -> Problem {
    let known = ownKinds.map(\.rawValue)
    return Problem(
      description: "unknown kind '\(word)'; "
        + NearestWord.hint(
          word, among: known + ["python", "url", "command"],
          otherwise:
            "there are: \(known.joined(separator: ", ")), with a time as in timer:3.3ms; or python:package.module:function, url:http://…, command:'…'"
        ))
  }

  /// What stands before the first colon, and what follows it; `nil`: there is none.
  private static func parts(_ text: String) -> (word: String, rest: String?) {
    guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
    return (String(text[..<colon]), String(text[colon...].dropFirst()))
  }

  private static func seconds(_ text: String) throws(Problem) -> Double {
    guard let seconds = DurationText.seconds(text) else {
      throw Problem(description: "'\(text)' is not a duration, such as 3.3ms, 5s or 1m30s")
    }
    return seconds
  }
}
