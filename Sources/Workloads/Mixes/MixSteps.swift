import Samples

/// Steps of an item in one word, in flags and in the configuration.
package enum MixSteps {
  /// Why a text is no step: the rest of a sentence that begins with its name.
  package struct Problem: Error, CustomStringConvertible {
    package let description: String
  }

  /// `timer:3.3ms`, `http:10ms`, `disk` or `sqlite`.
  package static func io(_ text: String) throws(Problem) -> Mix.IOStep {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let first = parts.first, let work = IOKind(rawValue: first).flatMap(Mix.IOStep.Work.init) else {
      let known = IOKind.allCases.map(\.rawValue)
      throw Problem(
        description: "unknown kind '\(parts.first ?? "")'; "
          + NearestWord.hint(
            parts.first ?? "", among: known,
            otherwise: "there are: \(known.joined(separator: ", ")), with a time as in timer:3.3ms"))
    }
    return Mix.IOStep(work, seconds: try parts.count > 1 ? seconds(parts[1]) : 0)
  }

  /// `1.2ms`, or with its kernel, as in `memory:1.2ms`.
  package static func cpu(_ text: String) throws(Problem) -> Mix.CPUStep {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count > 1 else { return Mix.CPUStep(seconds: try seconds(text)) }
    guard let kernel = Kernel(rawValue: parts[0]) else {
      let known = Kernel.allCases.map(\.rawValue)
      throw Problem(
        description: "unknown kernel '\(parts[0])'; "
          + NearestWord.hint(parts[0], among: known, otherwise: "there are: \(known.joined(separator: ", "))"))
    }
    return Mix.CPUStep(kernel, seconds: try seconds(parts[1]))
  }

  private static func seconds(_ text: String) throws(Problem) -> Double {
    guard let seconds = DurationText.seconds(text) else {
      throw Problem(description: "'\(text)' is not a duration, such as 3.3ms, 5s or 1m30s")
    }
    return seconds
  }
}
