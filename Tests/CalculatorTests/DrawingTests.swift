import Calculator
import FoundationXML
import Foundation
import Testing

@Suite struct DrawingTests {
  private func result(_ values: [String: String], segments: Int = 0) throws -> CalculatorResult {
    CalculatorResult(try CalculatorRequest(values, cores: 2), segments: segments)
  }

  @Test func `The timeline of one item after another: it waits, then computes`() throws {
    let text = try result(
      ["tasks": "2", "io": "10ms", "cpu": "10ms", "strategy": "sync", "runtime": "swift"], segments: 100
    ).timelines
    let line = try #require(text.split(separator: "\n").first { $0.contains("loop │") })
    let cells = line.drop { $0 != "│" }.filter { "·█▒".contains($0) }
    #expect(cells.count == 72)
    let quarters = (0..<4).map { cells.dropFirst($0 * 18 + 4).prefix(10) }
    #expect(quarters[0].allSatisfy { $0 == "·" } && quarters[2].allSatisfy { $0 == "·" })
    #expect(quarters[1].allSatisfy { $0 == "█" } && quarters[3].allSatisfy { $0 == "█" })
  }

  @Test func `What was not kept is not drawn, and lanes that do not fit are counted`() throws {
    let text = try result(["tasks": "500", "threads": "50", "strategy": "threads", "runtime": "swift"], segments: 300).timelines
    #expect(text.contains("the first ") && text.contains("34 more not shown"))
  }

  @Test func `Bars and timelines are a document that a parser reads`() throws {
    let svg = try result(["tasks": "40"], segments: 500).svg
    let parser = XMLParser(data: Data(svg.utf8))
    let counter = Counter()
    parser.delegate = counter
    #expect(parser.parse())
    #expect(counter.counts["svg"] == 1)
    #expect(counter.counts["rect", default: 0] > 8 && counter.counts["text", default: 0] > 16)
    #expect(!svg.contains("nan") && !svg.contains("inf\""))
  }

  private final class Counter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
    }
  }
}
