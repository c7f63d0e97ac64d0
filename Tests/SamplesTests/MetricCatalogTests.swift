import Samples
import Testing

@Suite struct MetricCatalogTests {
  @Test func `every name is there once`() {
    let names = MetricCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: MetricCatalog.all)
  func `names are legal, in lower case, and of calcmon or the standard process set`(_ metric: Metric) {
    #expect(metric.name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil)
    #expect(metric.name.hasPrefix("calcmon_") || metric.name.hasPrefix("process_"))
  }

  @Test(arguments: MetricCatalog.all)
  func `counters and nothing else end in total`(_ metric: Metric) {
    #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
  }

  @Test(arguments: MetricCatalog.all)
  func `no name ends like a sample of a histogram, or in a unit that is not a base unit`(_ metric: Metric) {
    let last = metric.name.split(separator: "_").last ?? ""
    let wrong = ["bucket", "sum", "count", "created", "ms", "milliseconds", "microseconds", "percent", "kb", "kib", "mb"]
    #expect(!wrong.contains(String(last)))
  }

  @Test(arguments: MetricCatalog.all)
  func `help is one sentence that ends in a full stop`(_ metric: Metric) {
    #expect(metric.help.hasSuffix("."))
    #expect(!metric.help.dropLast().contains(". "))
    #expect(!metric.help.hasSuffix(".."))
    #expect(!metric.help.contains { $0.isNewline || $0 == "\\" })
    #expect(metric.help.first.map { $0.isUppercase || $0.isNumber } == true)
  }

  @Test(arguments: MetricCatalog.all)
  func `label names are legal, sorted, single and not reserved`(_ metric: Metric) {
    #expect(metric.labels.allSatisfy { $0.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil })
    #expect(metric.labels == Set(metric.labels).sorted())
    #expect(Set(metric.labels).isDisjoint(with: ["le", "job", "instance"]))
    // Figures of one run have quantiles; nothing that is added up over runs has.
    #expect(!metric.labels.contains("quantile") || (metric.kind == .gauge && metric.name.hasPrefix("calcmon_last_run_")))
  }

  @Test(arguments: MetricCatalog.all)
  func `the word of a kind is the one of the text format`(_ metric: Metric) {
    switch metric.kind {
    case .counter: #expect(metric.kind.word == "counter")
    case .gauge: #expect(metric.kind.word == "gauge")
    case .histogram: #expect(metric.kind.word == "histogram")
    }
  }
}
