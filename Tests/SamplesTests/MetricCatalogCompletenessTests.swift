import Foundation
import Samples
import Testing

@Suite struct MetricCatalogCompletenessTests {
  /// What is declared and not in `all` would be exposed, and missing from the table of metrics and the files for other monitoring systems.
  @Test func `every metric that is declared is among all`() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Samples")
    let files = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
    let declared = try files.filter { $0.lastPathComponent.hasPrefix("MetricCatalog") }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: /static let \w+ = Metric\([^"]*"(\w+)"/).map { String($0.1) }
    }
    #expect(declared.count > 60)
    #expect(declared.sorted() == MetricCatalog.all.map(\.name).sorted())
  }
}
