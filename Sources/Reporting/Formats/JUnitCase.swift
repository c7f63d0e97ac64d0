import Rendering
import Thresholds

/// A test case of `Report.junit`.
struct JUnitCase {
  /// What became of it.
  enum Result {
    case passed
    case skipped(String)
    case failed(type: String, message: String, details: String)
    case error(type: String, message: String, details: String)
  }

  let name: String
  let result: Result

  init(name: String, _ result: Result) {
    self.name = name
    self.result = result
  }

  init(_ row: Report.Row) {
    let target = row.judgement.target
    name = target.name.rawValue
    switch row.judgement.verdict {
    case .met: result = .passed
    case .unknown: result = .skipped(row.unknownReason ?? "unknown")
    case .breached:
      let figures = "\(row.judgement.valueText), limit \(target.limitText)"
      let cause = row.judgement.cause.map { "; cause: \($0.kind.rawValue). \($0.text)" } ?? ""
      result = .failed(
        type: "breached", message: figures + cause, details: "\(figures); worst: \(row.worstText)\(cause)")
    }
  }

  init(_ judgement: Judgement) {
    name = judgement.target.name.rawValue
    switch judgement.verdict {
    case .met: result = .passed
    case .unknown: result = .skipped(judgement.shortage?.text ?? "there is no figure")
    case .breached:
      let queue = judgement.queue.map { ", queue \($0)" } ?? ""
      let text =
        "\(judgement.valueText), limit \(judgement.target.limitText)\(queue)\(judgement.causeSentence.map { "; \($0)" } ?? "")"
      result = .failed(type: "breached", message: text, details: text)
    }
  }

  init(_ row: Report.FailureRow) {
    name = Failures.name
    let (message, details) = (row.account, "\(row.account), limit \(Failures.limitText); \(row.advice)")
    if row.failures.runs.isBreached {
      result = .error(type: Failures.name, message: message, details: details)
    } else if row.failures.verdict == .breached {
      result = .failed(type: Failures.name, message: message, details: details)
    } else {
      result = .passed
    }
  }

  func markup(in suite: String) -> Markup {
    let open: Markup = "<testcase classname=\"\(suite)\" name=\"\(name)\" time=\"0\""
    return switch result {
    case .passed: "\(open)/>"
    case .skipped(let message): "\(open)><skipped message=\"\(message)\"/></testcase>"
    case .failed(let type, let message, let details):
      "\(open)><failure type=\"\(type)\" message=\"\(message)\">\(details)</failure></testcase>"
    case .error(let type, let message, let details):
      "\(open)><error type=\"\(type)\" message=\"\(message)\">\(details)</error></testcase>"
    }
  }

  /// The attributes of the element around some.
  static func counts(_ cases: [JUnitCase]) -> Markup {
    var (failures, errors, skipped) = (0, 0, 0)
    for one in cases {
      switch one.result {
      case .passed: break
      case .skipped: skipped += 1
      case .failed: failures += 1
      case .error: errors += 1
      }
    }
    return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\" time=\"0\""
  }
}
