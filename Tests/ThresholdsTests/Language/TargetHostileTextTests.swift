import Testing
import Thresholds

/// Whatever stands in a configuration: a target, or an error of one line that points into the text. A trap would end the test run.
@Suite struct TargetHostileTextTests {
  /// Reads a text for each quantity. Says how often it was a target.
  @discardableResult
  static func check(_ text: String, _ names: [TargetName] = TargetName.allCases) -> Int {
    names.count { name in
      do throws(TargetSyntaxError) {
        let target = try Target(parsing: text, for: name)
        check(target)
        return true
      } catch {
        check(error, text)
        return false
      }
    }
  }

  private static func check(_ target: Target) {
    let again = Result { () throws(TargetSyntaxError) in try Target(parsing: target.sourceText, for: target.name) }
    guard case .success(target) = again else {
      Issue.record("\(target) is \(target.sourceText), and that is \(again)")
      return
    }
    if target.limitText.isEmpty || TargetEvaluator.judge(target, by: Evidence()).verdict != .unknown { Issue.record("\(target)") }
  }

  private static func check(_ error: TargetSyntaxError, _ text: String) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let length = lines.indices.contains(error.line - 1) ? lines[error.line - 1].count : -1
    if error.column < 1 || error.column > length + 1 { Issue.record("\(error) is not in the text") }
    if error.message.contains(where: \.isNewline) { Issue.record("an error of several lines: \(error)") }
    if error.message.utf8.count > 400 { Issue.record("a long error: \(error)") }
  }

  @Test(arguments: [
    "(", ")", "p(", "<", ".", "..", "-", "9", "0", "1.", ".1", "e", "1e", "a", "_", "%", "/", "/s", "1s", "1y1w", " ", "\n",
    "\r\n",
    "\0", "\u{301}", "\u{200D}", "\u{FEFF}", "🇩🇪", "👨‍👩‍👧", "é", "and ", "over ", "max < 1s and ", "p(99) < 1ms and ", "0.1 .. ",
    "ratio ",
    "١", "½", "²", "\u{2028}", "'", "\"", "\\", "$", "\u{10FFFF}",
  ])
  func `A hundred thousand of anything`(_ piece: String) {
    let long = String(repeating: piece, count: 100_000 / piece.utf8.count)
    for before in [
      "", "p(", "p(99", "p(99) <", "max < 1", "max < 1s", "max < 1s ", "trend < 1/", "ratio 0.1 ..", "max < 1s over ",
    ] {
      Self.check(before + long, [.eventLoopLatency])
    }
  }

  @Test(arguments: [
    "nan", "NaN", "inf", "-inf", "infinity", "1e309", "-1e309", "1e-400", "0x1p3", "0x10", "1_000", "1,000", "1'000", "--1",
  ])
  func `What other languages take for a number is none`(_ number: String) {
    for text in [
      "max < \(number)", "max < \(number)s", "p(\(number)) < 1s", "ratio < \(number)", "< \(number)", "trend < \(number)/m",
    ] {
      #expect(Self.check(text) == 0, "\(text)")
    }
  }

  @Test func `Bytes that are no text`() {
    for byte in UInt8(0)...255 {
      Self.check(String(decoding: [0x6D, 0x61, 0x78, byte, 0x3C, byte, 0x31, byte, 0x73], as: UTF8.self))
    }
  }

  @Test func `Very small numbers become 0 without harm`() {
    let zeros = String(repeating: "0", count: 390)
    #expect(Self.check("last < 0.\(zeros)1") > 0)
  }
}

/// Good texts, damaged from a seed, so that a failure can be repeated.
@Suite struct TargetMutationTests {
  private static let good = [
    "p(99) < 100ms", "p(99.9) <= 250 ms and max < 2s over 10m", "ratio < 1% and count <= 3 and rate < 3/m", "0.70 .. 0.90",
    "70 % .. 90 %", "trend <= 0", "trend < 5 items/m over 1h30m", "max < 200MiB and last > 1.5KiB", "trend < 1MiB/h",
    "ratio < 0.5",
    "last 10ms .. 1s500ms\nand avg > 1us", "max < 100 items", "< 0.5 and last < 90% over 1y",
  ]

  private static let pieces =
    [
      "p(", ")", "99", "0", "1.5", ".", "..", "<", "<=", ">", ">=", " ", "\n", "and", "over", "max", "avg", "rate", "count",
      "last", "ratio",
      "trend", "ms", "s", "m", "h", "us", "d", "y", "%", "/", "/m", "items", "B", "KiB", "MiB", "TB", "-", "e9", "1e309", "nan",
      "\0", "é", "\u{301}",
      "🇩🇪", "١", "\r\n", "999999999999999999999999",
    ].map(Array.init)

  private static func damage(_ text: inout [Character], _ random: inout Noise) {
    let below = { (limit: Int, random: inout Noise) in Int(random.uniform() * Double(max(1, limit))) }
    let place = below(text.count + 1, &random)
    switch below(6, &random) {
    case 0: text.insert(contentsOf: pieces[below(pieces.count, &random)], at: place)
    case 1: if place < text.count { text.remove(at: place) }
    case 2: text.removeSubrange(place...)
    case 3: if place < text.count { text.replaceSubrange(place...place, with: pieces[below(pieces.count, &random)]) }
    case 4: text += Array(" and ") + Array(good[below(good.count, &random)])
    default:
      let end = min(text.count, place + below(6, &random))
      text.insert(contentsOf: text[place..<end], at: below(text.count + 1, &random))
    }
  }

  @Test func `Ten thousand damaged texts are targets that come back as they are, or errors`() {
    var random = Noise(seed: 42)
    var read = 0
    for number in 0..<10_000 {
      var text = Array(Self.good[number % Self.good.count])
      for _ in 0...Int(random.uniform() * 3) { Self.damage(&text, &random) }
      let damaged = String(text)
      read += TargetHostileTextTests.check(damaged)
    }
    #expect(read > 1_000)
  }

  @Test(arguments: good)
  func `Undamaged they are targets`(_ text: String) {
    #expect(TargetHostileTextTests.check(text) > 0)
  }
}
