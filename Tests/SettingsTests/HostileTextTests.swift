import CalcmonTesting
import Samples
import Settings
import Testing

/// Texts that are made to hurt. None takes more than a moment, or much memory.
@Suite(.timeLimit(.minutes(5))) struct HostileTextTests {
  private func messages(_ text: String) -> [String] {
    do {
      _ = try AgentSettings(parsing: text, file: "f", cores: 2)
      return []
    } catch {
      return error.problems.map(\.message)
    }
  }

  private func text(_ piece: String, times: Int) -> String { String(repeating: piece, count: times) }

  @Test func `Deep nesting is refused, by libyaml or by calcmon`() {
    #expect(messages(text("[", times: 100_000)).first?.contains("Maximum nesting level") == true)
    #expect(messages(text("[", times: 990) + text("]", times: 990)).contains("is nested too deeply"))
    #expect(messages(text("- ", times: 900)).contains("is nested too deeply"))
  }

  @Test func `Aliases that multiply are refused, wherever they stand`() {
    let wide = { (name: String) in "[" + text("*\(name),", times: 20_000) + "]" }
    let bomb = "a: &a [" + text("x,", times: 20_000) + "]\nb: &b \(wide("a"))\nc: &c \(wide("b"))\n"
    #expect(messages(bomb + "d: \(wide("c"))\n").count { $0.contains("too large") } == 1)
    #expect(messages(bomb + "{[*c, *c]: 1}\n") != [])
    #expect(messages(bomb + "? \(wide("c"))\n: 1\n") != [])
    #expect(messages(bomb + "*c : 1\n").contains("a key must be a word"))
  }

  @Test func `Merged keys do not multiply either`() {
    let wide = "{" + (0..<9000).map { "k\($0): 1," }.joined() + "}"
    #expect(messages("a: &a \(wide)\nb: [" + text("{<<: *a},", times: 20_000) + "]\n").count { $0.contains("too large") } == 1)
  }

  @Test func `A hundred problems are enough`() {
    let found = messages((0..<20_000).map { "k\($0): 1\n" }.joined())
    #expect(found.count == 101)
    #expect(found.first == "has more than 100 problems; these are some")
  }

  @Test func `Very many keys given twice are told as that`() {
    #expect(messages((0..<2000).map { "k\($0): 1\nk\($0): 2\n" }.joined()) == ["more than 32 keys are given twice"])
  }

  /// Reference and examples, without their comments, with what people and editors do to files: 5,000 of them, the same each time.
  @Test(arguments: 0..<10)
  func `No damage to a file makes calcmon trap`(part: UInt64) {
    var random = SplitMix64(state: part)
    let texts = [AgentSettings.reference, ReferenceTests.withExamples].map { text in
      let lines = text.split(separator: "\n").filter { $0.first { $0 != " " } != "#" }
      return Array(lines.joined(separator: "\n").unicodeScalars)
    }
    for _ in 0..<500 {
      var scalars = texts[Int.random(in: 0...1, using: &random)]
      for _ in 0..<Int.random(in: 1...4, using: &random) { scalars.damage(&random) }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      _ = messages(String(view))
    }
  }
}

extension [Unicode.Scalar] {
  private static let pieces = [
    "*a", "&a ", "? ", ": ", "- ", "[", "]", "{", "}", "'", "\"", "\\", "\t", "\r", "\n", "\0", "#", "!x ", "<<: *a", "|\n",
    ">\n", "---\n",
    "...\n", "%YAML 1.2\n", "\u{85}", "\u{2028}", "\u{E000}", "\u{E010}", "\u{FEFF}", "\u{10FFFF}", "é", "-1", "1e999",
    "99999999999999999999",
    "null", "off", "0", "\\x", ",", "@", "`",
  ]

  /// Inserts a piece, removes, repeats or moves a part, or exchanges a scalar.
  fileprivate mutating func damage(_ random: inout some RandomNumberGenerator) {
    let start = Int.random(in: 0..<count, using: &random)
    let end = Swift.min(count, start + Int.random(in: 1...60, using: &random))
    switch Int.random(in: 0...4, using: &random) {
    case 0: insert(contentsOf: (Self.pieces.randomElement(using: &random) ?? "").unicodeScalars, at: start)
    case 1: removeSubrange(start..<end)
    case 2: insert(contentsOf: self[start..<end], at: end)
    case 3: insert(contentsOf: self[start..<end], at: Int.random(in: 0..<count, using: &random))
    default: self[start] = Unicode.Scalar(UInt8.random(in: 0...127, using: &random))
    }
  }
}
