/// The labels of one series: names and values, sorted by name.
///
/// Values are plain text; escaping is the business of the exposition format.
package struct Labels: Hashable, Comparable, Sendable {
  /// One label.
  package struct Pair: Hashable, Sendable {
    /// `[a-zA-Z_][a-zA-Z0-9_]*`
    package let name: String
    /// Any UTF-8 text.
    package let value: String
  }

  /// The labels, in ascending order of their names.
  package let pairs: [Pair]

  /// No labels at all.
  package static let none = Labels([])

  /// Labels in any order.
  package init(_ labels: [(name: String, value: String)]) {
    pairs = labels.map { Pair(name: $0.name, value: $0.value) }.sorted { $0.name < $1.name }
  }

  /// These labels and one more.
  package func with(_ name: String, _ value: String) -> Labels {
    Labels(pairs.map { ($0.name, $0.value) } + [(name, value)])
  }

  /// These labels but the one of a name.
  package func without(_ name: String) -> Labels {
    Labels(pairs.filter { $0.name != name }.map { ($0.name, $0.value) })
  }

  /// The labels by name.
  package var dictionary: [String: String] { Dictionary(pairs.map { ($0.name, $0.value) }) { $1 } }

  /// The value of a label; `nil` where there is none of that name.
  package subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// The label names, in ascending order.
  package var names: [String] { pairs.map(\.name) }

  /// By the values, label by label: the order in which a family's series are written.
  package static func < (a: Labels, b: Labels) -> Bool {
    a.pairs.lexicographicallyPrecedes(b.pairs) { ($0.name, $0.value) < ($1.name, $1.value) }
  }
}
