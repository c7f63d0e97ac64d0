import Samples
import Workloads

/// Steps of items: in one word, as flags have them, or as a mapping.
extension YAMLValue {
  /// `timer:3.3ms`, `{kind: http, time: 3.3ms}`, `{call: "shop.db:load"}`, `{url: "http://…"}`, `{command: ["curl", "…"]}`.
  func ioStep(base: Mix.IOStep?) -> Mix.IOStep? {
    isScalar ? step(MixSteps.io) : map { map in map.ownWork().map { $0.map { Mix.IOStep($0) } } ?? Mix.IOStep(map, base: base) }
  }

  /// `1.2ms`, `{time: 1.2ms, kernel: integer}`, `{call: "shop.pricing:price"}`.
  func cpuStep(base: Mix.CPUStep?) -> Mix.CPUStep? {
    isScalar ? step(MixSteps.cpu) : map { map in map.isGiven("call") ? map.calledStep() : Mix.CPUStep(map, base: base) }
  }

  /// `shop.pricing:price`, with or without the language before it.
  func stepCall() -> StepCall? { step(MixSteps.call) }

  private var isScalar: Bool { if case .scalar = node.content { !node.isNull } else { false } }

  private func step<Step>(_ parse: (String) throws(MixSteps.Problem) -> Step) -> Step? {
    guard let text = text() else { return nil }
    do {
      return try parse(text)
    } catch {
      return wrong("\(error)")
    }
  }

  /// The message does not show it: it may hold a password.
  fileprivate func stepURL() -> String? { step(MixSteps.url) }

  /// A program, whose path begins in the file's directory if it is a relative one, with its arguments.
  fileprivate func stepCommand() -> [String]? {
    guard var words = list({ $0.text() }) else { return nil }
    guard let program = words.first, !program.isEmpty else { return wrong("must begin with a program") }
    if program.contains("/"), !program.hasPrefix("/") { words[0] = file.folder + program }
    return words
  }
}

extension YAMLMap {
  private static let ownWork = ["call", "url", "command"]

  /// Work of the user's own, `nil` inside where it is wrong; `nil`: none is given.
  fileprivate func ownWork() -> Mix.IOStep.Work?? {
    let given = Self.ownWork.filter { isGiven($0) }
    guard let first = given.first else { return nil }
    refuse("kind", "time", beside: first)
    for other in given.dropFirst() { addProblem(other, "\(other): give one of \(given.joined(separator: ", ")), not several") }
    let work: Mix.IOStep.Work? =
      switch first {
      case "call": take("call") { $0.stepCall() }.map { .call($0) }
      case "url": take("url") { $0.stepURL() }.map { .url($0) }
      default: take("command") { $0.stepCommand() }.map { .command($0) }
      }
    return .some(work)
  }

  fileprivate func calledStep() -> Mix.CPUStep? {
    refuse("time", "kernel", beside: "call")
    return take("call") { $0.stepCall() }.map { Mix.CPUStep(calling: $0) }
  }

  /// It takes as long as it takes.
  private func refuse(_ keys: String..., beside key: String) {
    for other in keys where isGiven(other) { addProblem(other, "\(other): goes without \(key), which takes as long as it takes") }
  }
}

extension Mix.IOStep {
  fileprivate init(_ map: YAMLMap, base: Mix.IOStep?) {
    let own = base.flatMap { Work($0.kind) == nil ? nil : $0 }
    let work = own.flatMap { map.take("kind") { $0.ioKind() } ?? $0.work } ?? map.require("kind") { $0.ioKind() }
    let takesTime = work.map { [.timer, .http].contains($0) } ?? true
    self.init(work ?? .timer, seconds: takesTime ? own?.seconds ?? 0 : 0)
    map.set(&seconds, "time") { $0.duration() }
  }
}

extension YAMLValue {
  /// One of those that calcmon brings along.
  fileprivate func ioKind() -> Mix.IOStep.Work? {
    guard let text = text() else { return nil }
    if let work = IOKind(rawValue: text).flatMap(Mix.IOStep.Work.init) { return work }
    let known = IOKind.allCases.filter { Mix.IOStep.Work($0) != nil }.map(\.rawValue)
    return wrong("'\(text.shown)' is none of \(known.joined(separator: ", "))")
  }
}

extension Mix.CPUStep {
  fileprivate init(_ map: YAMLMap, base: Mix.CPUStep?) {
    self = base.flatMap { $0.kernel == nil ? nil : $0 } ?? Mix.CPUStep(seconds: 0)
    if base == nil { seconds = map.require("time") { $0.duration() } ?? 0 } else { map.set(&seconds, "time") { $0.duration() } }
    if let kernel = map.take("kernel", { $0.word(Kernel.self) }) { work = .kernel(kernel) }
  }
}
