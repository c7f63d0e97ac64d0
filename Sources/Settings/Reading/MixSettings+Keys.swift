import Samples
import Thresholds
import Workloads

extension MixSettings {
  /// The mixes of a file; no two have the same name.
  static func all(_ value: YAMLValue) -> [MixSettings]? {
    var names: Set<String> = []
    return value.list { element in
      element.map { map in
        let settings = MixSettings(map)
        let name = settings.mix.name
        if !name.isEmpty, !names.insert(name).inserted { map.addProblem("name", "name: there is another mix '\(name.shown)'") }
        return settings
      }
    }
  }

  private init(_ map: YAMLMap) {
    self.init(Mix(map))
    map.set(&runtimes, "runtimes") { $0.set { $0.word(Runtime.self) } }
    for (index, runtime) in (runtimes ?? []).enumerated() {
      guard let problem = mix.problems(runtime: runtime).first else { continue }
      map.file.problems.add(map.place(of: "runtimes.\(index)") ?? map.place, "runtimes: \(problem.message)")
    }
    map.set(&every, "every") { $0.duration(Bounds.every) }
    if let choices = map.take("targets", { $0.map { TargetChoices($0, mayBeOff: true) } }) {
      targets = choices.targets
      targetsOff = choices.off
    }
    map.set(&alertStrategies, "alert_strategies") { $0.set { $0.word(Strategy.self) } }
  }
}

extension Mix {
  /// With the name of a built-in mix and no kind, what is not given is as there.
  fileprivate init(_ map: YAMLMap) {
    let name = map.require("name") { $0.line() } ?? ""
    let base = map.isGiven("kind") ? nil : Mix.builtIn.first { $0.name == name }
    let kind = base?.kind ?? Mix.kind(map)
    self = base ?? Mix(name: name, kind: kind ?? .mixed, arrivals: .batch(items: 1))
    map.set(&io, "io") { $0.ioStep(base: base?.io) }
    map.set(&cpu, "cpu") { $0.cpuStep(base: base?.cpu) }
    readCode(map)
    if let arrivals = ArrivalKeys(map).arrivals(kind: self.kind, base: base?.arrivals, map) { self.arrivals = arrivals }
    if base == nil { strategies = standardStrategies }
    map.set(&strategies, "strategies") { $0.set { $0.word(Strategy.self) } }
    readCounts(map)
    readFailures(map)
    addProblems(map)
  }

  private static func kind(_ map: YAMLMap) -> MixKind? {
    if map.isGiven("kind") { return map.require("kind") { $0.word(MixKind.self) } }
    let kinds = MixKind.allCases.map(\.rawValue).joined(separator: ", ")
    map.addProblem("kind", "'kind' is missing (\(kinds)); only a mix with the name of a built-in one needs none")
    return nil
  }

  /// As good as any that make sense.
  private var standardStrategies: [Strategy] { sensibleStrategies.contains(.hybrid) ? [.hybrid] : [.async] }

  private mutating func readCounts(_ map: YAMLMap) {
    map.set(&concurrency, "concurrency") { $0.integer() }
    if let count = map.take("processes", { $0.processCount() }) { processes = count }
    map.set(&threads, "threads") { $0.integer() }
    map.set(&chunk, "chunk") { $0.integer() }
    map.set(&queueLimit, "queue_limit") { $0.integer() }
    map.set(&loop, "loop") { $0.word(EventLoopKind.self) }
    map.set(&workers, "workers") { $0.word(WorkerKind.self) }
    map.set(&servers, "servers") { $0.integer() }
  }

  private mutating func readFailures(_ map: YAMLMap) {
    map.set(&timeoutSeconds, "timeout") { $0.duration() }
    if let retries = map.take("retries", { $0.map { Retries($0, base: retries) } }) { self.retries = retries }
    map.set(&fail, "fail") { $0.share() }
    map.set(&hang, "hang") { $0.share() }
  }

  /// Keys that are judged together: where the value of one could not be read, nothing is known of the others.
  private static let judgedTogether = [
    ["io", "cpu", "queue_limit"] + ArrivalKeys.names, ["io", "cpu", "workers", "child", "python", "items_from"],
    ["timeout", "fail", "hang"],
  ]

  /// What the mix itself finds wrong, at the key that it names.
  private func addProblems(_ map: YAMLMap) {
    let wrong = map.wrongKeys
    guard wrong.isDisjoint(with: ["name", "kind"]) else { return }
    let skipped = wrong.union(Mix.judgedTogether.filter { !wrong.isDisjoint(with: $0) }.joined())
    for problem in problems(cores: map.file.cores) {
      let keys = problem.key.split(separator: ", ").map { String($0.prefix { $0 != "." }) }
      guard skipped.isDisjoint(with: keys), let key = keys.first else { continue }
      map.file.problems.add(map.place(of: problem.key) ?? map.place(of: key) ?? map.place, "\(problem)")
    }
    guard skipped.isDisjoint(with: ["strategies", "cpu"]) else { return }
    for (index, strategy) in strategies.enumerated() {
      guard let problem = problems(strategy: strategy).first else { continue }
      map.file.problems.add(map.place(of: "strategies.\(index)") ?? map.place, "strategies: \(problem.message)")
    }
  }
}

extension YAMLValue {
  /// A number, or `auto`, for which a mix has none.
  fileprivate func processCount() -> Int?? {
    if case .scalar("auto", _) = node.content { return .some(nil) }
    return integer().map { .some($0) }
  }
}

extension Mix.Retries {
  fileprivate init(_ map: YAMLMap, base: Mix.Retries) {
    self = base
    map.set(&attempts, "attempts") { $0.integer() }
    map.set(&backoffSeconds, "backoff") { $0.duration() }
  }
}
