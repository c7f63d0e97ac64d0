import Alerting
import Logging
import NIOPosix
import Samples
import Scheduling
import Storage

/// Brings batches into the database, whatever happens to it: keeps the connection, gets a new one where the old one is dead, sets a damaged
/// database aside, and never writes a batch twice.
actor StoreWriter {
  /// Between two passes that drop what is too old.
  private static let retentionInterval = Duration.seconds(600)
  private static let longestDelay = Duration.seconds(10)
  /// A database of up to so many bytes is looked into at every start: it takes a tenth of a second.
  private static let quicklyChecked = 64 << 20
  /// The same trouble is logged so often.
  private static let logInterval = Duration.seconds(300)

  /// A connection that died while it wrote a batch: whether the batch is there, only the next one can tell.
  private struct Doubt {
    let batch: [HistoryEntry]
    let store: HistoryStore
  }

  private let opener: StoreOpener
  private var retention: Retention
  private let sizes: AgentCore.StorageSizes
  private let state: AgentState
  private let time: any TimeSource
  private let logger: Logger
  private var store: HistoryStore?
  private var startFailure: StorageError?
  private var pass: RetentionPass?
  private var doubt: Doubt?
  private var isDamaged = false
  private var failures = 0
  private var logged: (fault: StorageFault, at: Duration)?
  private var nextRetention: Duration
  private let silenceTrouble: TroubleLog

  /// - Parameter start: the database as it was opened, or why it could not be.
  init(
    start: Result<HistoryStore, StorageError>, opener: StoreOpener, retention: Retention,
    sizes: @escaping AgentCore.StorageSizes, state: AgentState, time: any TimeSource, logger: Logger
  ) {
    switch start {
    case .success(let store): self.store = store
    case .failure(let failure): startFailure = failure
    }
    self.opener = opener
    self.retention = retention
    self.sizes = sizes
    self.state = state
    self.time = time
    self.logger = logger
    silenceTrouble = TroubleLog(
      logger, begins: "silences cannot be read", ends: "all silences can be read again")
    nextRetention = time.uptime + Self.retentionInterval
  }

  /// How long to wait for more entries, and after failures: until the next try.
  var delay: Duration {
    failures == 0 ? .seconds(1) : min(Self.longestDelay, .seconds(1 << min(failures - 1, 4)))
  }

  /// Takes what was opened at the start, and looks into it where it was not left as it should be.
  func begin() async {
    if let startFailure { failed(startFailure) }
    guard let store else { return }
    note(store.opening)
    let isQuick = store.sizeInBytes() < Self.quicklyChecked
    guard store.opening.start == .unclean || isQuick, store.opening.setAside == nil else { return }
    do {
      if try await !store.isSound() { await damaged() }
    } catch is CancellationError {
    } catch {
      failed(error)
    }
  }

  /// Whether the last thing that was tried with the database did not succeed.
  var isFailing: Bool { failures > 0 }

  /// Writes one batch. Returns what of it must wait, and throws nothing away but what SQLite takes under no circumstances.
  func write(_ batch: [HistoryEntry]) async -> [HistoryEntry] {
    guard let store = await opened() else { return batch }
    if let doubt {
      self.doubt = nil
      if store.holds(batchAfter: doubt.store) { wrote(doubt.batch, store) } else { return await write(doubt.batch + batch) }
    }
    guard !batch.isEmpty else { return [] }
    do {
      try await uncancelled { try await store.write(batch) }
      wrote(batch, store)
    } catch {
      switch StorageFault(error) {
      case .refused: return await writeOneByOne(batch, error)
      case .full, .locked:
        failed(error)
        return batch
      case .corrupt:
        await damaged()
        failed(error)
        return batch
      case .ioError, .readOnly, .moved, .other:
        failed(error)
        doubt = Doubt(batch: batch, store: store)
        await drop(store)
        return []
      }
    }
    do {
      try await uncancelled { try await store.checkpointIfLarge() }
    } catch {
      failed(error)
      await drop(store)
    }
    return []
  }

  /// Whether something waits here that is not in the queue.
  var isInDoubt: Bool { doubt != nil }

  private func writeOneByOne(_ batch: [HistoryEntry], _ error: any Error) async -> [HistoryEntry] {
    guard batch.count > 1 else {
      state.update {
        $0.storageFailed(.refused)
        $0.storageDropped(samples: batch.reduce(0) { $0 + $1.sampleCount })
      }
      logger.error("the database does not take an entry, which is given up", metadata: ["error": "\(error)"])
      return []
    }
    var waiting: [HistoryEntry] = []
    for entry in batch { waiting += await write([entry]) }
    return waiting
  }

  private func wrote(_ batch: [HistoryEntry], _ store: HistoryStore) {
    if failures > 0 { logger.notice("the database takes again what is to be written") }
    failures = 0
    logged = nil
    let sizes = sizes(store)
    state.update { $0.stored(samples: batch.reduce(0) { $0 + $1.sampleCount }, sizes) }
  }

  /// `nil` where there is no database, or it does not answer.
  func silences() async -> [Silence]? {
    guard let store else { return nil }
    do {
      let silences = try await store.silences(at: time.wall)
      silenceTrouble.tell(nil)
      return silences
    } catch is CancellationError {
      return nil
    } catch {
      silenceTrouble.tell(StorageFault.reason(of: error))
      return nil
    }
  }

  /// The connection, where there is one.
  var current: HistoryStore? { store }

  /// Other ages, from the next pass on.
  func apply(_ retention: Retention) { self.retention = retention }

  // MARK: Opening

  /// The connection, a new one where there is none, or where the file is not at its path any more.
  private func opened() async -> HistoryStore? {
    if let store {
      guard store.isMoved() else { return store }
      await drop(store)
      failed(StorageFault.moved, "another file, or none, is where the database was")
    }
    do {
      let store = try await opener.openElsewhere(settingAside: isDamaged)
      isDamaged = false
      self.store = store
      note(store.opening)
      return store
    } catch {
      failed(error)
      return nil
    }
  }

  private func note(_ opening: StorageOpening) {
    state.update { $0.storageOpened(opening) }
    if let name = opening.setAside {
      logger.error("the database was damaged: it was set aside, and a new one begun", metadata: ["name": "\(name)"])
    }
    if opening.lostSeconds > 0 {
      logger.error("history that had been written is not there any more", metadata: ["seconds": "\(opening.lostSeconds)"])
    }
  }

  private func damaged() async {
    isDamaged = true
    if let store { await drop(store) }
  }

  private func drop(_ store: HistoryStore) async {
    self.store = nil
    pass = nil
    try? await NIOThreadPool.singleton.runIfActive { store.abandon() }
  }

  // MARK: Failing

  private func failed(_ error: any Error) { failed(StorageFault(error), "\(error)") }

  private func failed(_ fault: StorageFault, _ reason: String) {
    failures += 1
    state.update { $0.storageFailed(fault, reason, at: time.wall) }
    if let logged, logged.fault == fault, time.uptime - logged.at < Self.logInterval { return }
    logged = (fault, time.uptime)
    logger.error(
      "cannot write to the database; what was to be written waits",
      metadata: ["reason": "\(fault.rawValue)", "error": "\(reason)"])
  }

  // MARK: Keeping it small

  /// Drops a little of what is too old, where it is time to. Returns whether there is more.
  func retainSome() async -> Bool {
    guard let store, failures == 0, pass != nil || time.uptime >= nextRetention else { return false }
    do {
      var pass = try await begun(store)
      let more = try await store.retain(&pass)
      self.pass = more ? pass : nil
      if !more {
        let sizes = sizes(store)
        state.update { $0.stored(samples: 0, sizes) }
      }
      return more
    } catch is CancellationError {
      return false
    } catch {
      pass = nil
      failed(error)
      return false
    }
  }

  private func begun(_ store: HistoryStore) async throws -> RetentionPass {
    if let pass { return pass }
    nextRetention = time.uptime + Self.retentionInterval
    let pass = try await store.beginRetention(retention, now: time.wall)
    state.update { $0.storageRetention(pass.factor) }
    return pass
  }

  /// Closes the database.
  func close() async {
    guard let store else { return }
    do {
      let now = time.wall
      try await uncancelled { try await store.close(at: now) }
    } catch {
      logger.error("cannot close the database", metadata: ["error": "\(error)"])
    }
  }
}
