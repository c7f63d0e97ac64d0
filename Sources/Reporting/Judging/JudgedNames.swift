import Samples
package import Thresholds

/// The names that alone are judged: some targets, and `failures` if it is among them.
package struct JudgedNames: Hashable, Sendable {
  /// The targets among them.
  package let targets: Set<TargetName>
  /// Runs and items that failed count.
  package let withFailures: Bool

  /// All that can be named.
  package static let known = TargetName.allCases.map(\.rawValue) + [Failures.name]

  /// Reads names, separated by commas.
  ///
  /// - Throws: `JudgedNamesProblem`, if one of them is none.
  package init(parsing text: String) throws(JudgedNamesProblem) {
    var (targets, withFailures): (Set<TargetName>, Bool) = ([], false)
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(word.drop { $0 == " " })
      if let target = TargetName(rawValue: name) {
        targets.insert(target)
      } else if name == Failures.name {
        withFailures = true
      } else {
        throw JudgedNamesProblem(name: name)
      }
    }
    (self.targets, self.withFailures) = (targets, withFailures)
  }

  /// Both together.
  package func joined(_ other: JudgedNames) -> JudgedNames {
    JudgedNames(targets.union(other.targets), withFailures || other.withFailures)
  }

  private init(_ targets: Set<TargetName>, _ withFailures: Bool) {
    (self.targets, self.withFailures) = (targets, withFailures)
  }

  /// The names in their order.
  package var names: [String] {
    TargetName.allCases.filter(targets.contains).map(\.rawValue) + (withFailures ? [Failures.name] : [])
  }
}

/// A name of nothing that is judged.
package struct JudgedNamesProblem: Error, Hashable, CustomStringConvertible {
  let name: String

  package var description: String {
    let known = "there are: \(JudgedNames.known.joined(separator: ", "))"
    return "unknown target '\(name)'; " + NearestWord.hint(name, among: JudgedNames.known, otherwise: known)
  }
}
