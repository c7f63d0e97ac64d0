import Telemetry

/// Who is connected, and who may not be for a while. A value without I/O and without a clock.
struct ConnectionBook {
  /// For so long a process that has talked nonsense may not connect.
  static let holdOff = Duration.seconds(60)
  private static let mostHeldOff = 1024

  private let most: Int
  private let mostOfProcess: Int
  private var count = 0
  private var byPeer: [AppPeer: Int] = [:]
  private var heldOff: [AppPeer: Duration] = [:]

  /// - Parameters:
  ///   - most: connections at the same time.
  ///   - mostOfProcess: the same of one process.
  init(most: Int, ofProcess mostOfProcess: Int) {
    self.most = most
    self.mostOfProcess = mostOfProcess
  }

  /// A process has connected. Returns why it may not; `nil`: it may, and is to be told of by `close`.
  mutating func open(_ peer: AppPeer, at now: Duration) -> AppRefusal? {
    if let until = heldOff[peer] {
      if now < until { return .heldOff }
      heldOff[peer] = nil
    }
    if count >= most { return .connections }
    // Those whose pid is not seen from here are not told apart.
    if peer.pid > 0, byPeer[peer, default: 0] >= mostOfProcess { return .processConnections }
    count += 1
    byPeer[peer, default: 0] += 1
    return nil
  }

  /// A connection has ended.
  mutating func close(_ peer: AppPeer) {
    count -= 1
    let left = byPeer[peer, default: 1] - 1
    byPeer[peer] = left > 0 ? left : nil
  }

  /// What it said cannot be: it may not connect for a while.
  mutating func holdOff(_ peer: AppPeer, at now: Duration) {
    guard peer.pid > 0 else { return }
    if heldOff.count >= ConnectionBook.mostHeldOff {
      heldOff = heldOff.filter { $0.value > now }
      if heldOff.count >= ConnectionBook.mostHeldOff { return }
    }
    heldOff[peer] = now + ConnectionBook.holdOff
  }
}
