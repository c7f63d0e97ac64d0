import Exposition
import Samples
import Testing

/// The rules of the format, on a registry with every metric of the catalog.
@Suite struct TextFormatRulesTests {
  @Test func `the text ends with a line feed and has no empty line`() {
    let text = everything().text
    #expect(text.hasSuffix("\n"))
    #expect(!text.contains("\n\n"))
  }

  @Test func `every line is a comment of the two kinds or a sample`() throws {
    let sample = #/[a-z_][a-z0-9_]*(\{([a-z_]+="([^"\\\n]|\\["\\n])*",?)+\})? (-?[0-9.]+(e[+-][0-9]+)?|NaN|[+-]Inf)/#
    for line in everything().text.split(separator: "\n") {
      let comment = line.wholeMatch(of: /# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))/)
      #expect(try comment != nil || sample.wholeMatch(in: String(line)) != nil, "\(line)")
    }
  }

  @Test func `families come by name, each once, with help and type before its samples`() {
    var order: [String] = []
    var typed: Set<Substring> = []
    for line in everything().text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix("# HELP ") {
        order.append(String(words[2]))
      } else if line.hasPrefix("# TYPE ") {
        #expect(order.last == String(words[2]))
        typed.insert(words[2])
      } else {
        #expect(order.last.map { line.hasPrefix($0) && typed.contains(Substring($0)) } == true, "\(line)")
      }
    }
    #expect(order == MetricCatalog.all.map(\.name).sorted())
  }

  @Test func `no series is written twice`() {
    let series = everything().samples.map { $0.prefix(upTo: $0.lastIndex(of: " ") ?? $0.endIndex) }
    #expect(Set(series).count == series.count)
  }

  @Test func `a metric without labels has no braces`() {
    let bare = everything().samples.filter { $0.hasPrefix("process_") }
    #expect(bare.count == 6)
    #expect(bare.allSatisfy { !$0.contains("{") })
  }
}
