import Exposition
import Samples
import Testing

@Suite struct RevisionTests {
  private static let mix = Labels([("mix", "a")])

  /// Whether the change changed the revision of the metric.
  private static func revises(_ metric: Metric, _ registry: MetricRegistry, _ change: (inout MetricRegistry) -> Void) -> Bool {
    var changed = registry
    change(&changed)
    return changed.revision(of: metric) != registry.revision(of: metric)
  }

  private static func registry() -> MetricRegistry {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, mix, 3)
    registry.set(MetricCatalog.storageBytes, .none, 5)
    registry.set(MetricCatalog.storageLostSeconds, .none, .nan)
    registry.observe(MetricCatalog.controlLatency, .none, 0.1)
    return registry
  }

  @Test func `every change of a series changes it`() {
    let registry = Self.registry()
    #expect(Self.revises(MetricCatalog.slots, registry) { $0.add(MetricCatalog.slots, Self.mix) })
    #expect(Self.revises(MetricCatalog.slots, registry) { $0.add(MetricCatalog.slots, Labels([("mix", "b")]), 0) })
    #expect(Self.revises(MetricCatalog.slots, registry) { $0.remove(MetricCatalog.slots, Self.mix) })
    #expect(Self.revises(MetricCatalog.storageBytes, registry) { $0.set(MetricCatalog.storageBytes, .none, 6) })
    #expect(Self.revises(MetricCatalog.storageUp, registry) { $0.set(MetricCatalog.storageUp, .none, 0) })
    #expect(Self.revises(MetricCatalog.controlLatency, registry) { $0.observe(MetricCatalog.controlLatency, .none, 0) })
    #expect(
      Self.revises(MetricCatalog.controlLatency, registry) {
        $0.merge(MetricCatalog.controlLatency, .none, distribution([(5, 1)]))
      })
  }

  @Test func `what changes nothing leaves it`() {
    let registry = Self.registry()
    #expect(!Self.revises(MetricCatalog.storageBytes, registry) { $0.set(MetricCatalog.storageBytes, .none, 5) })
    #expect(!Self.revises(MetricCatalog.storageLostSeconds, registry) { $0.set(MetricCatalog.storageLostSeconds, .none, .nan) })
    #expect(!Self.revises(MetricCatalog.slots, registry) { $0.add(MetricCatalog.slots, Self.mix, 0) })
    #expect(!Self.revises(MetricCatalog.slots, registry) { $0.add(MetricCatalog.slots, Self.mix, -1) })
    #expect(!Self.revises(MetricCatalog.slots, registry) { $0.remove(MetricCatalog.slots, Labels([("mix", "b")])) })
    #expect(!Self.revises(MetricCatalog.slots, registry) { $0.set(MetricCatalog.storageBytes, .none, 7) })
    #expect(
      !Self.revises(MetricCatalog.controlLatency, registry) { $0.merge(MetricCatalog.controlLatency, .none, LatencyHistogram()) })
    #expect(!Self.revises(MetricCatalog.slots, registry) { $0.clock = Timestamp(milliseconds: 1) })
  }

  @Test func `copies that went different ways never have the same`() {
    let registry = Self.registry()
    var (one, other) = (registry, registry)
    one.set(MetricCatalog.storageBytes, .none, 6)
    other.set(MetricCatalog.storageBytes, .none, 7)
    #expect(one.revision(of: MetricCatalog.storageBytes) != other.revision(of: MetricCatalog.storageBytes))
    #expect(registry.revision(of: MetricCatalog.slots) == one.revision(of: MetricCatalog.slots))
  }
}
