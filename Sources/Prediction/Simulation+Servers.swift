import DequeModule

/// Several servers, each with a loop of its own, behind one stream of items, as processes share a listening socket: a server that is awake and
/// has room takes the next item, one at each turn of its loop. They share the cores and nothing else.
///
/// What happens happens at one of them: `server` is the one at hand, and what is said of a loop, of a lock or of workers is said of its own.
extension Simulation {
  /// Makes it the one at hand.
  mutating func attend(to server: Int) { self.server = server }

  /// An item has arrived: all servers that have room hear of it, another one first each time.
  mutating func tellServers() {
    let first = arrived % servers.count
    for offset in servers.indices {
      attend(to: (first + offset) % servers.count)
      tellStarter()
    }
  }

  /// Adds up for how long each of them has been busy.
  mutating func count(_ seconds: Double) {
    for index in servers.indices {
      if servers[index].isLoopBusy { servers[index].loopSeconds += seconds }
      if servers[index].isLockTaken { servers[index].lockSeconds += seconds }
    }
  }

  /// Of the server at hand on the timeline: loops come first, then threads and workers.
  var loopLane: Int { server }

  /// Of a worker process of the server at hand.
  func lane(ofWorker index: Int) -> Int { servers.count + server * scenario.processes + index }

  // MARK: The one at hand

  var loop: Deque<LoopTask> {
    get { servers[server].loop }
    _modify { yield &servers[server].loop }
  }

  var timers: Deque<LoopTask> {
    get { servers[server].timers }
    _modify { yield &servers[server].timers }
  }

  var turn: Deque<LoopTask> {
    get { servers[server].turn }
    _modify { yield &servers[server].turn }
  }

  var lock: Deque<(owner: Owner, seconds: Double, since: Double)> {
    get { servers[server].lock }
    _modify { yield &servers[server].lock }
  }

  var freeLanes: [Int] {
    get { servers[server].freeLanes }
    _modify { yield &servers[server].freeLanes }
  }

  var pooled: [Int] {
    get { servers[server].pooled }
    _modify { yield &servers[server].pooled }
  }

  var workers: [Worker] {
    get { servers[server].workers }
    _modify { yield &servers[server].workers }
  }

  var isLoopBusy: Bool {
    get { servers[server].isLoopBusy }
    set { servers[server].isLoopBusy = newValue }
  }

  var isWaking: Bool {
    get { servers[server].isWaking }
    set { servers[server].isWaking = newValue }
  }

  var isAwake: Bool {
    get { servers[server].isAwake }
    set { servers[server].isAwake = newValue }
  }

  var isStarterTold: Bool {
    get { servers[server].isStarterTold }
    set { servers[server].isStarterTold = newValue }
  }

  var inFlight: Int {
    get { servers[server].inFlight }
    set { servers[server].inFlight = newValue }
  }

  var nextTick: Double {
    get { servers[server].nextTick }
    set { servers[server].nextTick = newValue }
  }

  var isLockTaken: Bool {
    get { servers[server].isLockTaken }
    set { servers[server].isLockTaken = newValue }
  }

  var isLoopHolding: Bool {
    get { servers[server].isLoopHolding }
    set { servers[server].isLoopHolding = newValue }
  }

  var holdingSince: Double {
    get { servers[server].holdingSince }
    set { servers[server].holdingSince = newValue }
  }

  var handedOut: Int {
    get { servers[server].handedOut }
    set { servers[server].handedOut = newValue }
  }
}
