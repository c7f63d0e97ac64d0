import Samples
import Synchronization

/// Renders registries and remembers what it rendered: of the next one, only families that have changed are written anew, and only
/// those and their small neighbours are compressed anew.
///
/// The text is byte for byte what ``TextFormat`` and ``OpenMetricsFormat`` make of the registry. All work is done under a lock:
/// who asks meanwhile waits, and then finds it done.
package final class ExpositionRenderer: Sendable {
  private let createdTimestamps: Bool
  private let text = Mutex(RenderedFamilies())
  private let openMetrics = Mutex(RenderedFamilies())
  private static let end = GzipPart(compressing: OpenMetricsFormat.end)

  /// - Parameter createdTimestamps: whether counters and histograms tell in OpenMetrics when they began.
  package init(createdTimestamps: Bool = false) {
    self.createdTimestamps = createdTimestamps
  }

  /// All families that have a series.
  ///
  /// - Parameter gzip: whether it is compressed, as one member of gzip.
  package func render(_ registry: MetricRegistry, _ format: ExpositionFormat, gzip: Bool) -> [UInt8] {
    switch format {
    case .text:
      text.withLock { families in
        families.update(to: registry, TextFormat.render)
        return gzip ? GzipPart.joined(families.compressed()) : families.text()
      }
    case .openMetrics, .openMetricsDraft:
      openMetrics.withLock { families in
        families.update(to: registry) { OpenMetricsFormat.render($0, $1, createdTimestamps: createdTimestamps) }
        return gzip
          ? GzipPart.joined(families.compressed() + [ExpositionRenderer.end])
          : families.text(ending: OpenMetricsFormat.end)
      }
    }
  }
}
