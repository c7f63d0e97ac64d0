import Alerting
import Samples

/// Tells a book what was found, at given seconds, and writes down what it changes, a line a finding:
///
///     0s breached: inactive>pending breached@0s
///     120s time: pending>firing held@120s
///
/// `breached warning/host critical/host` is two results of one cause. A script is what is expected; what stands before the colon is what is told. `time` tells nothing: time passes.
struct AlertScript {
  static let subject = AlertSubject(.queueGrowing, RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift))
  let lines: [String]
  private(set) var book: AlertBook

  init(_ text: String, rule: AlertRule) {
    lines = text.split(separator: "\n").map(String.init)
    book = AlertBook(rules: [rule], limit: 3)
  }

  /// The same lines as the book really speaks them.
  mutating func play() -> [String] {
    lines.map { line in
      let words = line.prefix { $0 != ":" }.split(separator: " ").map(String.init)
      let changes = tell(words[1...].joined(separator: " "), at: Self.instant(words[0]))
      return "\(words.joined(separator: " ")):" + changes.map { " \(Self.text($0, showsCause: true))" }.joined(separator: ";")
    }
  }

  private mutating func tell(_ word: String, at now: Timestamp) -> [AlertChange] {
    let passed = book.advance(to: now)
    switch word {
    case "time": return passed
    case "met": return passed + book.evaluate(Self.subject, .met, at: now)
    case "holding": return passed + book.evaluate(Self.subject, .holding, at: now)
    case "unknown": return passed + book.evaluate(Self.subject, .unknown, at: now)
    case "restart":
      let kept = book.all
      book = AlertBook(rules: [book.rule(.queueGrowing)].compactMap { $0 }, limit: 3)
      // Twenty seconds down.
      return passed + book.resume(kept, aliveAt: Timestamp(milliseconds: now.milliseconds - 20_000), at: now)
    default:
      let ways = word.split(separator: " ").dropFirst()
      let results = (ways.isEmpty ? ["warning"] : ways.map(String.init)).map {
        let words = $0.split(separator: "/").map(String.init)
        return AlertResult(
          labels: Labels(Array(zip(["severity", "cause"], words)).map { (name: $0, value: $1) }), value: 1, facts: [:])
      }
      return passed + book.evaluate(Self.subject, .breached(results), at: now)
    }
  }

  static func instant(_ text: String) -> Timestamp {
    Timestamp(milliseconds: Int64((DurationText.seconds(text) ?? 0) * 1000))
  }

  static func text(_ change: AlertChange, showsCause: Bool) -> String {
    switch change {
    case .transition(let transition):
      let severity = transition.alert.labels.pairs.first { $0.name == "severity" }?.value ?? ""
      let cause = showsCause ? transition.alert.labels["cause"].map { " \($0)" } ?? "" : ""
      let mark = (severity == "warning" ? "" : " (\(severity))") + cause
      return "\(transition.from)>\(transition.to) \(transition.reason.rawValue)@\(seconds(transition.at))\(mark)"
    case .updated(let alert):
      if let keep = alert.keepSince { return "kept since \(seconds(keep))" }
      if let unknown = alert.unknownSince { return "unknown since \(seconds(unknown))" }
      return "goes on"
    case .forgotten: return "forgotten"
    }
  }

  static func text(_ change: AlertChange) -> String { text(change, showsCause: false) }

  private static func seconds(_ instant: Timestamp) -> String {
    instant.milliseconds % 1000 == 0 ? "\(instant.milliseconds / 1000)s" : "\(instant.milliseconds)ms"
  }
}
