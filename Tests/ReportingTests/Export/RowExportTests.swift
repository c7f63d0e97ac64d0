import CalcmonTesting
import Foundation
import Reporting
import Samples
import Storage
import Testing

@Suite struct RowExportTests {
  @Test(arguments: ExportKind.allCases)
  func `CSV is the golden CSV`(kind: ExportKind) throws {
    let text = try ExportedText.csv(kind, ExportedHistories.small())
    try Golden.expect(text, matches: "\(Repository.root)/Tests/ReportingTests/Golden/export.\(kind.rawValue).csv")
  }

  @Test(arguments: ExportKind.allCases)
  func `JSON lines are the golden JSON lines`(kind: ExportKind) throws {
    let text = try ExportedText.jsonLines(kind, ExportedHistories.small())
    try Golden.expect(text, matches: "\(Repository.root)/Tests/ReportingTests/Golden/export.\(kind.rawValue).jsonl")
  }

  @Test(arguments: ExportKind.allCases)
  func `A history without runs is a header in CSV and nothing in JSON lines`(kind: ExportKind) throws {
    let csv = try ExportedText.csv(kind, MemoryHistory())
    #expect(csv.hasSuffix("\r\n"))
    #expect(csv.components(separatedBy: "\r\n").count == 2)
    #expect(try ExportedText.jsonLines(kind, MemoryHistory()) == "")
  }

  @Test(arguments: ExportKind.allCases)
  func `Python reads the same from CSV and from JSON lines, and from hostile text what was stored`(kind: ExportKind) async throws
  {
    let directory = try TemporaryDirectory()
    let history = ExportedHistories.small()
    try ExportedText.csv(kind, history).write(toFile: directory.file("rows.csv"), atomically: true, encoding: .utf8)
    try ExportedText.jsonLines(kind, history).write(toFile: directory.file("rows.jsonl"), atomically: true, encoding: .utf8)
    let script = """
      import csv, json, sys
      def cell(value):
          if value is None or value == []: return ""
          if value is True or value is False: return str(value).lower()
          return json.dumps(value, separators=(",", ":"), ensure_ascii=False) if isinstance(value, list) else value
      def same(text, value):
          if isinstance(value, (int, float)) and not isinstance(value, bool): return float(text) == value
          return text.removeprefix("'") == cell(value)
      table = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
      objects = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8", newline="\\n")]
      names, rows = table[0], table[1:]
      assert len(rows) == len(objects) > 0, (len(rows), len(objects))
      for row, object in zip(rows, objects):
          assert list(object) == names, (names, object)
          assert all(same(text, object[name]) for name, text in zip(names, row)), (row, object)
          assert not any(t[:1] in ("=", "@", "\\t", "\\r") for t in row), row
      print(json.dumps(sorted({object.get("mix", object.get("app")) for object in objects})))
      """
    let mixes = try await Tool.output(
      "/usr/bin/python3", ["-c", script, directory.file("rows.csv"), directory.file("rows.jsonl")])
    let read = try #require(try JSONSerialization.jsonObject(with: Data(mixes.utf8)) as? [String])
    #expect(read.contains(ExportedHistories.hostileName))
  }

  @Test(
    arguments: [
      ("plain", "plain"), ("=cmd()", "'=cmd()"), ("+1+1", "'+1+1"), ("-1", "-1"), ("-1.5e3", "-1.5e3"), ("+2", "+2"),
      ("-inf", "'-inf"), ("-0x1", "'-0x1"), ("-", "'-"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("'=x", "''=x"),
      ("a=b", "a=b"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""),
      ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
      ("a\\b", "a\\b"), ("", ""), ("ü", "ü"),
    ])
  func `Text becomes a cell that no spreadsheet takes for a formula`(text: String, cell: String) throws {
    let history = MemoryHistory()
    history.addRun(7, RunIdentity(mix: text, strategy: .sync, runtime: .swift), at: ExportedHistories.start)
    let row = try ExportedText.csv(.runs, history).components(separatedBy: "\r\n")[1]
    #expect(row.hasPrefix("7,\(cell),sync,swift,"))
  }

  @Test func `A number reads back as the same number, and one that is none is absent`() throws {
    var generator = SystemRandomNumberGenerator()
    let random = (0..<5000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    let edges = [
      0, -1, 0.1, 1e15, 1e15 - 1, -1e15, 1e16, 123_456_789_012_345_680, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3,
      1e-7,
    ]
    let history = MemoryHistory()
    history.addRun(1, ExportedHistories.plain, at: ExportedHistories.start)
    for value in edges + random + [.nan, .infinity, -.infinity] { history.addSample(.memory, value, ofRun: 1, after: 1) }
    let cells = try ExportedText.csv(.samples, history).components(separatedBy: "\r\n").dropFirst().dropLast().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)[6]
    }
    #expect(cells.map { Double($0) } == (edges + random).map { $0 } + [nil, nil, nil])
    #expect(cells.prefix(4) == ["0", "-1", "0.1", "1000000000000000"])
    #expect(cells[6] == "1e+16")
    let values = try ExportedText.jsonLines(.samples, history).split(separator: "\n").map { try value(String($0)) }
    #expect(values == edges + random + [nil, nil, nil])
  }

  /// Before 1583 Foundation reckons by Julius Caesar's calendar, which ISO 8601 does not know.
  @Test func `Times are those of Foundation, from 1583 to 9999`() throws {
    let (first, last) = (Int64(-12_212_553_600_000), Int64(253_402_300_799_999))
    let edges = [
      first, last, -1, 0, 1, 951_782_399_999, 951_782_400_000, 4_107_542_399_999, 4_107_542_400_000, -2_203_977_600_001,
    ]
    let days = stride(from: first, through: last, by: 37 * 86_400_000)
    let instants = edges + days + (0..<5000).map { _ in Int64.random(in: first...last) }
    let history = MemoryHistory()
    history.verdicts = instants.map {
      .init(
        identity: ExportedHistories.plain, at: Timestamp(milliseconds: $0), target: "", value: nil, lower: nil, upper: nil,
        verdict: "", samples: 0)
    }
    let rows = try ExportedText.csv(.verdicts, history).components(separatedBy: "\r\n").dropFirst().dropLast()
    let expected = instants.map { instant in
      // Whole seconds: Foundation's dates have no exact milliseconds.
      let seconds = (Double(instant) / 1000).rounded(.down)
      let milliseconds = String(1000 + instant - Int64(seconds) * 1000).dropFirst()
      return "\(Date(timeIntervalSince1970: seconds).formatted(.iso8601).dropLast()).\(milliseconds)Z,\(instant)"
    }
    #expect(rows.map { $0.split(separator: ",").prefix(2).joined(separator: ",") } == expected)
  }

  @Test func `An instant that no calendar has is text all the same`() throws {
    let history = MemoryHistory()
    for (id, at) in [Int64.min, .max].enumerated() {
      history.runs.append(
        StoredRun(
          id: Int64(id), identity: ExportedHistories.plain, kind: .idle, outcome: .failed, startedAt: Timestamp(milliseconds: at),
          endedAt: Timestamp(milliseconds: at)))
    }
    #expect(try ExportedText.csv(.runs, history).contains(",-292275055-05-16T16:47:04.192Z,-9223372036854775808,"))
    #expect(try ExportedText.csv(.runs, history).contains(",292278994-08-17T07:12:55.807Z,9223372036854775807,"))
    #expect(try ExportedText.openMetrics(history).text.hasSuffix("# EOF\n"))
  }

  @Test func `Rows come in pieces of whole lines, and how far it is ends at all`() throws {
    let history = MemoryHistory()
    for id in 1...3 {
      history.addRun(Int64(id), ExportedHistories.plain, at: ExportedHistories.start.advanced(bySeconds: Double(id) * 60))
    }
    for step in 0..<3000 { history.addSample(.ioWait, 0.25, ofRun: Int64(step / 1000 + 1), after: Double(step % 1000) / 1000) }
    var pieces: [[UInt8]] = []
    var told: [ExportProgress] = []
    let rows = try CSVExport.write(
      .samples, from: history.source, MemoryHistory.everything, tell: { told.append($0) }, to: { pieces.append($0) })
    #expect(rows == 3000)
    #expect(pieces.count > 3)
    #expect(pieces.dropLast().allSatisfy { (65_536..<66_000).contains($0.count) })
    #expect(pieces.allSatisfy { $0.suffix(2) == Array("\r\n".utf8) })
    #expect(told.map(\.done) == told.map(\.done).sorted())
    #expect(told.map(\.done).contains(2))
    #expect(told.last.map { [$0.done, $0.total, $0.rows] } == [3, 3, 3000])
  }

  /// JSONSerialization reads some numbers as their neighbours; JSONDecoder does not.
  private func value(_ line: String) throws -> Double? {
    struct Object: Decodable { let value: Double? }
    return try JSONDecoder().decode(Object.self, from: Data(line.utf8)).value
  }
}
