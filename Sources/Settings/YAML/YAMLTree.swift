import Yams

/// Makes nodes of those of Yams: resolves aliases and merged keys within bounds, and finds keys that are given twice.
struct YAMLTree {
  /// Deeper than any configuration.
  private static let deepest = 20
  /// Nodes that aliases may add.
  private static let mostRepeated = 10_000

  /// What an alias stands for.
  private struct Anchored {
    let node: YAMLNode
    let size: Int
  }

  private let problems: ProblemList
  private let repeatedKeys: [Unicode.Scalar: Unicode.Scalar]
  private var anchors: [String: Anchored] = [:]
  private var size = 0
  private var repeated = 0
  private var isFull = false

  init(_ problems: ProblemList, repeatedKeys: [Unicode.Scalar: Unicode.Scalar]) {
    self.problems = problems
    self.repeatedKeys = repeatedKeys
  }

  /// - Parameter node: one whose anchors live: its parser must not be gone.
  mutating func node(_ node: Node, depth: Int = 0) -> YAMLNode {
    let place = Place(node.mark)
    guard depth < Self.deepest else { return wrong(place, "is nested too deeply") }
    let before = size
    size += 1
    let result: YAMLNode
    switch node {
    case .scalar(let scalar): result = self.scalar(scalar, place)
    case .sequence(let sequence):
      refuseTag(sequence.tag, place)
      result = YAMLNode(place: place, content: .list(sequence.map { self.node($0, depth: depth + 1) }))
    case .mapping(let mapping):
      refuseTag(mapping.tag, place)
      result = YAMLNode(place: place, content: .map(entries(mapping, depth: depth + 1)))
    case .alias: result = .null(place)
    }
    if let anchor = node.anchorName { anchors[anchor] = Anchored(node: result, size: size - before) }
    return result
  }

  private mutating func scalar(_ scalar: Node.Scalar, _ place: Place) -> YAMLNode {
    refuseTag(scalar.tag, place)
    let text = restored(scalar)
    guard scalar.style == .plain else { return YAMLNode(place: place, content: .scalar(text, isPlain: false)) }
    switch scalar.string.unicodeScalars.first {
    case HiddenSyntax.alias: return alias(String(text.dropFirst()), place)
    case HiddenSyntax.explicitKey where text.hasPrefix("? "): return wrong(place, "keys that begin with '?' are not understood")
    default: return YAMLNode(place: place, content: .scalar(text, isPlain: true))
    }
  }

  private mutating func alias(_ name: String, _ place: Place) -> YAMLNode {
    guard let anchored = anchors[name] else { return wrong(place, "nothing before it is called '&\(name.shown)'") }
    guard repeated + anchored.size <= Self.mostRepeated else {
      defer { isFull = true }
      let message = "aliases make the file too large: at most \(Self.mostRepeated) values may be repeated by them"
      return isFull ? .null(place) : wrong(place, message)
    }
    repeated += anchored.size
    size += anchored.size
    return anchored.node
  }

  private mutating func entries(_ mapping: Node.Mapping, depth: Int) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var merged: [YAMLNode.Entry] = []
    var lines: [String: Int] = [:]
    for (keyNode, valueNode) in mapping {
      let value = node(valueNode, depth: depth)
      guard let (key, place) = key(keyNode) else { continue }
      if key == "<<" {
        merged += self.merged(value)
      } else if let line = lines[key] {
        problems.add(place, "'\(key.shown)' is given twice; the first is in line \(line)")
      } else {
        lines[key] = place.line
        entries.append(YAMLNode.Entry(key: key, place: place, value: value))
      }
    }
    for entry in merged where lines.updateValue(entry.place.line, forKey: entry.key) == nil { entries.append(entry) }
    return entries
  }

  private func key(_ node: Node) -> (String, Place)? {
    let place = Place(node.mark)
    guard case .scalar(let scalar) = node, scalar.string.unicodeScalars.first != HiddenSyntax.alias else {
      problems.add(place, "a key must be a word")
      return nil
    }
    return (restored(scalar), place)
  }

  /// What `<<` adds: a mapping, or several of which the first counts. An alias leads to them, and its size was counted there.
  private func merged(_ node: YAMLNode) -> [YAMLNode.Entry] {
    switch node.content {
    case .map(let entries): return entries
    case .list(let nodes): return nodes.flatMap(merged)
    case .scalar:
      if !isFull { problems.add(node.place, "'<<' needs an alias of a mapping") }
      return []
    }
  }

  private func restored(_ scalar: Node.Scalar) -> String { HiddenSyntax.restore(scalar.string, repeatedKeys: repeatedKeys) }

  private func refuseTag(_ tag: Tag, _ place: Place) {
    let name = tag.description
    guard name != Tag.Name.implicit.rawValue, name != Tag.Name.str.rawValue else { return }
    problems.add(place, "the tag '\(name.shown)' is not understood")
  }

  private func wrong(_ place: Place, _ message: String) -> YAMLNode {
    problems.add(place, message)
    return .null(place)
  }
}

extension Node {
  fileprivate var anchorName: String? {
    switch self {
    case .scalar(let scalar): scalar.anchor?.rawValue
    case .sequence(let sequence): sequence.anchor?.rawValue
    case .mapping(let mapping): mapping.anchor?.rawValue
    case .alias: nil
    }
  }
}

extension Place {
  init(_ mark: Mark?) { self.init(line: mark?.line ?? 1, column: mark?.column ?? 1) }
}
