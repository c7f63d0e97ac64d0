import FoundationEssentials
import Rendering
import Samples
import Thresholds

/// Why a text cannot serve as a baseline.
package enum SavedReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is not JSON, or JSON of something else.
  case notAReport
  /// A report from before measures were kept.
  case withoutMeasures
  /// A report whose measures cannot be relied on.
  case damaged(String)

  /// What is wrong, to be put after the file's name.
  package var description: String {
    switch self {
    case .notAReport: "is not a report of calcmon (as 'calcmon report --format json' writes it)"
    case .withoutMeasures: "was made by a version of calcmon that does not keep measures: make it anew"
    case .damaged(let reason): "is damaged: \(reason)"
    }
  }
}

/// A report that was saved as JSON, as far as a later one is compared with it.
package enum SavedReport {
  /// Its window, as people read it, and what was measured, and failed, in it.
  ///
  /// Fields that are not needed are ignored. Measures, strategies and runtimes with names that this calcmon does not know are left out, as
  /// is what only one of two windows has.
  package static func runs(fromJSON text: String) throws(SavedReportError) -> (window: String, runs: EarlierRuns) {
    let head: Head
    do { head = try decoder.decode(Head.self, from: Data(text.utf8)) } catch { throw .notAReport }
    guard head.hasTargets else { throw .notAReport }
    guard head.hasMeasures else { throw .withoutMeasures }
    let body: Body
    do { body = try decoder.decode(Body.self, from: Data(text.utf8)) } catch let error as DecodingError {
      throw .damaged(error.sentence)
    } catch { throw .damaged("\(error)") }
    let measures = body.measures.compactMap(\.known)
    var seen: Set<MeasuredRuns.Key> = []
    for one in measures where !seen.insert(one.key).inserted {
      throw .damaged("measures: \(one.measure.rawValue) of \(one.identity.words.joined(separator: ", ")) is there twice")
    }
    let failures = body.failures?.compactMap(\.share) ?? SavedRunCount.shares(body.runs ?? [])
    return ("\(head.since) to \(head.until)", EarlierRuns(measures: measures, failures: failures))
  }

  private static var decoder: JSONDecoder { JSONDecoder() }
}

/// By what a report is known.
private struct Head: Decodable {
  let since: String
  let until: String
  let hasTargets: Bool
  let hasMeasures: Bool

  private enum Key: String, CodingKey { case verdict, since, until, targets, measures }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    _ = try container.decode(Verdict.self, forKey: .verdict)
    let instants = try [Key.since, .until].map { key in
      let text = try container.decode(String.self, forKey: key)
      guard case .instant(let instant) = try? TimePoint(text) else {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "not an instant")
      }
      return instant.iso8601
    }
    (since, until) = (instants[0], instants[1])
    hasTargets = container.contains(.targets)
    hasMeasures = container.contains(.measures)
  }
}

private struct Body: Decodable {
  let measures: [Entry]
  let failures: [SavedFailures]?
  let runs: [SavedRunCount]?
}

private struct Entry: Decodable {
  let mix: String
  let strategy: String
  let runtime: String
  let measure: String
  let values: OrderStatistics

  private enum Key: String, CodingKey { case mix, strategy, runtime, measure }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    mix = try container.decode(String.self, forKey: .mix)
    strategy = try container.decode(String.self, forKey: .strategy)
    runtime = try container.decode(String.self, forKey: .runtime)
    measure = try container.decode(String.self, forKey: .measure)
    values = try OrderStatistics(from: decoder)
  }

  var known: MeasuredRuns? {
    guard let strategy = Strategy(rawValue: strategy), let runtime = Runtime(rawValue: runtime),
      let measure = RunMeasure(rawValue: measure)
    else { return nil }
    return MeasuredRuns(
      identity: RunIdentity(mix: mix, strategy: strategy, runtime: runtime), measure: measure, values: values)
  }
}

extension DecodingError {
  /// `measures[3].values: the values do not ascend`
  fileprivate var sentence: String {
    let (context, reason): (Context, String) =
      switch self {
      case .typeMismatch(let type, let context): (context, "is not of type \(type)")
      case .valueNotFound(let type, let context): (context, "is null, and not of type \(type)")
      case .keyNotFound(let key, let context): (context, "has no '\(key.stringValue)'")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (Context(codingPath: [], debugDescription: ""), "cannot be read")
      }
    let path = context.codingPath.reduce("") { path, key in
      key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
    }
    return path.isEmpty ? reason : "\(path): \(reason)"
  }
}
