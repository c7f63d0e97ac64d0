import Exposition
import Samples
import Testing

@Suite struct MetricRegistryTests {
  private static let mix = Labels([("mix", "cpu-light")])

  @Test func `a counter begins at zero and is raised by amounts`() {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, Self.mix, 0)
    #expect(registry.samples == [#"calcmon_slots_total{mix="cpu-light"} 0"#])
    registry.add(MetricCatalog.slots, Self.mix)
    registry.add(MetricCatalog.slots, Self.mix, 2.5)
    #expect(registry.samples == [#"calcmon_slots_total{mix="cpu-light"} 3.5"#])
  }

  @Test(arguments: [-1, -1e-9, -.infinity, .nan])
  func `a counter never falls`(_ amount: Double) {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, Self.mix, 7)
    registry.add(MetricCatalog.slots, Self.mix, amount)
    #expect(registry.samples == [#"calcmon_slots_total{mix="cpu-light"} 7"#])
  }

  @Test func `an amount that is ignored makes no series`() {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, Self.mix, -1)
    #expect(registry.text == "")
  }

  @Test(arguments: [-1, -1e-9, -.infinity, .nan])
  func `a counter that somebody else counts is never less than zero`(_ number: Double) {
    var registry = MetricRegistry()
    registry.set(MetricCatalog.slots, Self.mix, number)
    #expect(registry.text == "")
    registry.set(MetricCatalog.slots, Self.mix, 7)
    registry.set(MetricCatalog.slots, Self.mix, number)
    #expect(registry.samples == [#"calcmon_slots_total{mix="cpu-light"} 7"#])
  }

  @Test func `a gauge is what it was set to last`() {
    var registry = MetricRegistry()
    for value in [5.0, -2, 3] { registry.set(MetricCatalog.storageBytes, .none, value) }
    #expect(registry.samples == ["calcmon_storage_bytes 3"])
  }

  @Test func `series of one family are apart`() {
    var registry = MetricRegistry()
    for mix in ["c", "a", "b"] { registry.add(MetricCatalog.slots, Labels([("mix", mix)]), 1) }
    registry.add(MetricCatalog.slots, Labels([("mix", "b")]), 1)
    #expect(
      registry.samples == [
        #"calcmon_slots_total{mix="a"} 1"#, #"calcmon_slots_total{mix="b"} 2"#, #"calcmon_slots_total{mix="c"} 1"#,
      ])
  }

  @Test func `a removed series is gone, the others stay, and it begins anew`() {
    var registry = MetricRegistry()
    for mix in ["a", "b", "c"] { registry.add(MetricCatalog.slots, Labels([("mix", mix)]), 5) }
    registry.remove(MetricCatalog.slots, Labels([("mix", "b")]))
    #expect(registry.samples == [#"calcmon_slots_total{mix="a"} 5"#, #"calcmon_slots_total{mix="c"} 5"#])
    registry.add(MetricCatalog.slots, Labels([("mix", "b")]), 1)
    #expect(registry.samples.contains(#"calcmon_slots_total{mix="b"} 1"#))
  }

  @Test func `a family without series is left out, help and type too`() {
    var registry = MetricRegistry()
    registry.set(MetricCatalog.storageBytes, .none, 1)
    registry.add(MetricCatalog.slots, Self.mix)
    registry.remove(MetricCatalog.slots, Self.mix)
    #expect(!registry.text.contains("calcmon_slots_total"))
    #expect(registry.text.contains("calcmon_storage_bytes"))
  }

  @Test func `removing what is not there changes nothing`() {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, Self.mix)
    let before = registry.text
    registry.remove(MetricCatalog.slots, Labels([("mix", "other")]))
    registry.remove(MetricCatalog.slotsMissed, Self.mix)
    #expect(registry.text == before)
  }

  @Test func `a copy is a snapshot`() {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, Self.mix)
    let copy = registry
    registry.add(MetricCatalog.slots, Self.mix)
    registry.set(MetricCatalog.storageBytes, .none, 1)
    #expect(copy.samples == [#"calcmon_slots_total{mix="cpu-light"} 1"#])
  }
}
