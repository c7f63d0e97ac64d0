import FoundationEssentials
import Samples
import Thresholds

extension Report {
  /// The report as one JSON object, ending with a line feed. A limit is a number, or `[lower, upper]` where it is a band;
  /// `stalls` is null: causes of stalls are not measured by this version.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Shape(self)), as: UTF8.self) + "\n"
  }
}

private struct Shape: Encodable {
  let report: Report

  enum Key: String, CodingKey { case verdict, since, until, targets, runs, stalls }
  enum RowKey: String, CodingKey { case target, mix, strategy, runtime, value, limit, verdict, samples, outcome, count }

  init(_ report: Report) { self.report = report }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(report.verdict, forKey: .verdict)
    try container.encode(report.since.iso8601, forKey: .since)
    try container.encode(report.until.iso8601, forKey: .until)
    try container.encodeNil(forKey: .stalls)
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
