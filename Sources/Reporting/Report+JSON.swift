import FoundationEssentials
import Samples
import Thresholds

extension Report {
  /// The report as one JSON object, ending with a line feed. A limit is a number, or `[lower, upper]` where it is a band.
  /// `stalls` has an entry for each cause, `worst_stalls` one for each mix, strategy and runtime that had any.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Shape(self)), as: UTF8.self) + "\n"
  }
}

private struct Shape: Encodable {
  let report: Report

  enum Key: String, CodingKey { case verdict, since, until, targets, runs, stalls, worstStalls }
  enum RowKey: String, CodingKey {
    case target, mix, strategy, runtime, value, limit, verdict, samples, outcome, count, cause, seconds, stalls
  }

  init(_ report: Report) { self.report = report }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(report.verdict, forKey: .verdict)
    try container.encode(report.since.iso8601, forKey: .since)
    try container.encode(report.until.iso8601, forKey: .until)
    var targets = container.nestedUnkeyedContainer(forKey: .targets)
    for row in report.rows {
      var object = targets.nestedContainer(keyedBy: RowKey.self)
      try encode(row.identity, into: &object)
      try object.encode(row.judgement.target.name.rawValue, forKey: .target)
      try object.encode(row.judgement.value, forKey: .value)
      try object.encode(row.judgement.verdict, forKey: .verdict)
      try object.encode(row.judgement.samples, forKey: .samples)
      try object.encode(JSONLimit(row.judgement.target.limit), forKey: .limit)
    }
    var stalls = container.nestedUnkeyedContainer(forKey: .stalls)
    for entry in report.stalls {
      for (cause, seconds) in entry.summary.budget.ranked {
        var object = stalls.nestedContainer(keyedBy: RowKey.self)
        try encode(entry.identity, into: &object)
        try object.encode(cause, forKey: .cause)
        try object.encode(seconds, forKey: .seconds)
      }
    }
    var worst = container.nestedUnkeyedContainer(forKey: .worstStalls)
    for entry in report.stalls {
      var object = worst.nestedContainer(keyedBy: RowKey.self)
      try encode(entry.identity, into: &object)
      try object.encode(JSONStalls(entry.summary), forKey: .stalls)
    }
    var runs = container.nestedUnkeyedContainer(forKey: .runs)
    for run in report.runs {
      var object = runs.nestedContainer(keyedBy: RowKey.self)
      try encode(run.identity, into: &object)
      try object.encode(run.outcome, forKey: .outcome)
      try object.encode(run.count, forKey: .count)
    }
  }

  private func encode(_ identity: RunIdentity, into object: inout KeyedEncodingContainer<RowKey>) throws {
    try object.encode(identity.mix, forKey: .mix)
    try object.encode(identity.strategy, forKey: .strategy)
    try object.encode(identity.runtime, forKey: .runtime)
  }
}
