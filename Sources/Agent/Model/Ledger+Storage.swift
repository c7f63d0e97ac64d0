import Exposition
import Samples
import Storage

/// What happens to the database.
extension Ledger {
  /// Its series stand at 0 from the start.
  mutating func beginStorage() {
    for metric in [MetricCatalog.storageSamples, MetricCatalog.storageDropped, MetricCatalog.storageSetAside] {
      registry.add(metric, .none, 0)
    }
    for fault in StorageFault.allCases {
      registry.add(MetricCatalog.storageWriteFailures, Labels([("reason", fault.rawValue)]), 0)
    }
    registry.set(MetricCatalog.storageQueuedSamples, .none, 0)
    registry.set(MetricCatalog.storageRetentionRatio, .none, 1)
  }

  /// The database was opened.
  mutating func storageOpened(_ opening: StorageOpening) {
    storage.isOpen = true
    runNumbers.follow(opening)
    pageRevision += 1
    storage.lostSeconds += opening.lostSeconds
    if let name = opening.setAside {
      storage.setAside.append(name)
      registry.add(MetricCatalog.storageSetAside)
    }
    registry.set(MetricCatalog.storageCleanStart, .none, Double(opening.start.rawValue))
    registry.set(MetricCatalog.storageLostSeconds, .none, storage.lostSeconds)
  }

  /// The database took samples. `sizes`: of it with its log, and of the log alone, in bytes.
  mutating func stored(samples: Int, _ sizes: (all: Int, log: Int)) {
    if storage.trouble != nil { pageRevision += 1 }
    storage.trouble = nil
    storage.bytes = Double(sizes.all)
    registry.set(MetricCatalog.storageUp, .none, 1)
    registry.add(MetricCatalog.storageSamples, .none, Double(samples))
    registry.set(MetricCatalog.storageBytes, .none, Double(sizes.all))
    registry.set(MetricCatalog.storageLogBytes, .none, Double(sizes.log))
  }

  /// The database could not be opened, or refused a transaction, and that is still so.
  mutating func storageFailed(_ fault: StorageFault, _ reason: String, at now: Timestamp) {
    storageFailed(fault)
    if storage.trouble == nil { pageRevision += 1 }
    storage.trouble = .init(fault: fault, reason: reason, since: storage.trouble?.since ?? now)
    registry.set(MetricCatalog.storageUp, .none, 0)
  }

  /// The database refused a transaction.
  mutating func storageFailed(_ fault: StorageFault) {
    registry.add(MetricCatalog.storageWriteFailures, Labels([("reason", fault.rawValue)]))
  }

  /// A row was left out of what was read.
  mutating func storageRowLeftOut(_ damage: DamagedValue) {
    storage.damagedRows.add(damage)
    pageRevision += 1
    registry.add(MetricCatalog.storageDamagedRows, Labels([("table", damage.table)]))
  }

  /// So many samples wait to be written; others were given up.
  mutating func storageQueue(waiting: Int, dropped: Int) {
    storage.queuedSamples = waiting
    registry.set(MetricCatalog.storageQueuedSamples, .none, Double(waiting))
    storageDropped(samples: dropped)
  }

  /// Samples were given up.
  mutating func storageDropped(samples: Int) {
    registry.add(MetricCatalog.storageDropped, .none, Double(samples))
  }

  /// What the size limit leaves of the ages that the retention asks for.
  mutating func storageRetention(_ factor: Double) {
    registry.set(MetricCatalog.storageRetentionRatio, .none, factor)
  }
}
