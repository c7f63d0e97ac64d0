import Thresholds

/// What a file says of targets: those that it sets, and those that it switches off.
struct TargetChoices {
  private(set) var targets: [TargetName: Target] = [:]
  private(set) var off: Set<TargetName> = []

  init(_ map: YAMLMap, mayBeOff: Bool) {
    for name in TargetName.ofRuns {
      guard let value = map.value(name.rawValue) else { continue }
      guard value.isOff else {
        targets[name] = value.target(name)
        continue
      }
      if mayBeOff {
        off.insert(name)
      } else {
        map.addProblem(name.rawValue, "\(name.rawValue): can be switched off in a mix only")
      }
    }
  }
}

extension YAMLValue {
  var isOff: Bool {
    if case .scalar("off", _) = node.content { true } else { node.isNull }
  }

  /// A text, or a mapping of texts.
  func target(_ name: TargetName) -> Target? {
    guard case .map = node.content else { return target(text: name) }
    return map { map in
      var target = map.require("target") { $0.target(text: name) }
      let critical = map.take("critical") { $0.conditions(name) } ?? []
      let clearing = map.take("clear") { $0.conditions(name) } ?? []
      target?.critical = critical
      target?.clearing = clearing
      return target
    }
  }

  private func target(text name: TargetName) -> Target? {
    parsed { text throws(TargetSyntaxError) in try Target(parsing: text, for: name) }
  }

  private func conditions(_ name: TargetName) -> [Condition]? {
    parsed { text throws(TargetSyntaxError) in try Target.conditions(parsing: text, for: name) }
  }

  private func parsed<T>(_ parse: (String) throws(TargetSyntaxError) -> T) -> T? {
    guard let text = text() else { return nil }
    do {
      return try parse(text)
    } catch {
      file.problems.add(error.line == 1 ? place(ofCharacter: error.column) : node.place, "\(name): \(error.message)")
      return nil
    }
  }
}
