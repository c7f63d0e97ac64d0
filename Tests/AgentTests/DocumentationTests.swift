import CalcmonTesting
import Foundation
import Samples
import Testing

@Suite struct DocumentationTests {
  @Test func `The metric table of the README is the catalogue`() throws {
    let readme = try String(contentsOfFile: "\(Repository.root)/README.md", encoding: .utf8)
    let begin = try #require(readme.range(of: "<!-- metrics: begin -->\n"))
    let end = try #require(readme.range(of: "<!-- metrics: end -->"))
    let table = String(readme[begin.upperBound..<end.lowerBound])
    let expected = MetricCatalog.markdown
    #expect(table == expected, "the table is stale; replace it by:\n\(expected)")
  }
}
