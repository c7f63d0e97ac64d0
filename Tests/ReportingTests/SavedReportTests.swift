import Foundation
import Reporting
import Samples
import Testing
import Thresholds

@Suite struct SavedReportTests {
  @Test func `A report comes back from its own JSON`() throws {
    let (window, runs) = try SavedReport.runs(fromJSON: Reports.full.json())
    #expect(window == "2023-11-14T22:13:20Z to 2023-11-14T23:13:20Z")
    #expect(runs.measures == Reports.full.measures)
    #expect(!runs.measures.isEmpty)
    #expect(Set(runs.failures) == Set(Reports.full.runsToCompare.failures))
  }

  @Test(arguments: ["", "{", "[]", "null", "7", "{}", #"{"runs": [], "mix": "x"}"#, "\u{0}", #"{"verdict": "met"}"#])
  func `Something else is not a report`(text: String) {
    #expect(throws: SavedReportError.notAReport) { try SavedReport.runs(fromJSON: text) }
    #expect(SavedReportError.notAReport.description.hasPrefix("is not a report of calcmon"))
  }

  @Test(arguments: ["verdict", "since", "until", "targets"])
  func `What a report always has must be there`(key: String) throws {
    #expect(throws: SavedReportError.notAReport) { try changed { $0[key] = nil } }
  }

  @Test(arguments: [("verdict", "good"), ("since", "yesterday"), ("until", "24h")])
  func `And must be what a report has`(key: String, value: String) throws {
    #expect(throws: SavedReportError.notAReport) { try changed { $0[key] = value } }
  }

  @Test func `A report of an older version is told from something else`() throws {
    #expect(throws: SavedReportError.withoutMeasures) { try changed { $0["measures"] = nil } }
    #expect(SavedReportError.withoutMeasures.description.contains("was made by a version of calcmon that does not keep measures"))
  }

  @Test(
    arguments: [
      ("values", "[2, 1]", "measures[0].values: the values do not ascend"), ("values", nil, "measures[0]: has no 'values'"),
      ("count", "1", "measures[0].count: 8 values cannot stand for 1"), ("mix", nil, "measures[0]: has no 'mix'"),
      ("mix", "3", "measures[0].mix: is not of type String"), ("mix", "null", "measures[0].mix: is null, and not of type String"),
    ] as [(String, String?, String)])
  func `What is wrong with a measure is said`(key: String, json: String?, reason: String) throws {
    let value = try json.map { try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed) }
    #expect(throws: SavedReportError.damaged(reason)) { try changedMeasure { $0[key] = value } }
    #expect("\(SavedReportError.damaged(reason))" == "is damaged: \(reason)")
  }

  @Test func `A measure that is there twice is refused`() throws {
    let error = SavedReportError.damaged("measures: event_loop_latency_p99 of cpu-bound, hybrid, swift is there twice")
    #expect(throws: error) {
      try changed { object in
        let measures = object["measures"] as? [Any] ?? []
        object["measures"] = measures + measures.prefix(1)
      }
    }
  }

  @Test func `Fields and words of later versions do no harm`() throws {
    let count = Reports.full.measures.count
    #expect(try changed { $0["future"] = ["x": 1] } == count)
    #expect(try changedMeasure { $0["unit"] = "s" } == count)
    for key in ["measure", "strategy", "runtime"] { #expect(try changedMeasure { $0[key] = "future" } == count - 1) }
  }

  // MARK: Support

  @discardableResult
  private func changed(_ change: (inout [String: Any]) -> Void) throws -> Int {
    let json = try Reports.full.json()
    var object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    change(&object)
    let text = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    return try SavedReport.runs(fromJSON: text).runs.measures.count
  }

  @discardableResult
  private func changedMeasure(_ change: (inout [String: Any]) -> Void) throws -> Int {
    try changed { object in
      var measures = object["measures"] as? [[String: Any]] ?? []
      change(&measures[0])
      object["measures"] = measures
    }
  }
}
