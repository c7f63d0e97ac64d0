import Samples
import Testing

@Suite struct LabelsTests {
  @Test func `labels are kept in the order of their names`() {
    let labels = Labels([("strategy", "async"), ("mix", "cpu-light"), ("runtime", "swift")])
    #expect(labels.names == ["mix", "runtime", "strategy"])
    #expect(labels.pairs.map(\.value) == ["cpu-light", "swift", "async"])
  }

  @Test func `the order in which labels are given does not matter`() {
    #expect(Labels([("a", "1"), ("b", "2")]) == Labels([("b", "2"), ("a", "1")]))
    #expect(Set([Labels([("a", "1"), ("b", "2")]), Labels([("b", "2"), ("a", "1")])]).count == 1)
  }

  @Test func `a label more is sorted in, and the original stays`() {
    let labels = Labels([("mix", "cpu"), ("strategy", "async")])
    #expect(labels.with("runtime", "swift").names == ["mix", "runtime", "strategy"])
    #expect(labels.names == ["mix", "strategy"])
    #expect(Labels.none.with("a", "1") == Labels([("a", "1")]))
  }

  @Test func `none has no labels`() {
    #expect(Labels.none.pairs.isEmpty)
  }

  @Test(
    arguments: [
      ([("a", "1")], [("a", "2")]),
      ([("a", "1"), ("b", "9")], [("a", "2"), ("b", "0")]),
      ([("a", "1"), ("b", "1")], [("a", "1"), ("b", "2")]),
      ([("a", "10")], [("a", "9")]),
      ([], [("a", "")]),
      ([("a", "1")], [("a", "1"), ("b", "")]),
      ([("a", "2")], [("b", "1")]),
    ] as [([(String, String)], [(String, String)])])
  func `labels compare label by label, by name and then by value`(_ less: [(String, String)], _ more: [(String, String)]) {
    let less = Labels(less.map { (name: $0.0, value: $0.1) })
    let more = Labels(more.map { (name: $0.0, value: $0.1) })
    #expect(less < more)
    #expect(!(more < less))
  }

  @Test func `equal labels are neither before nor after each other`() {
    let labels = Labels([("a", "1"), ("b", "2")])
    #expect(!(labels < labels))
  }
}
