/// What is told of a process in which there is no probe, by one that looks at it from outside: all else is not known.
extension AppMessage.Hello {
  /// - Parameters:
  ///   - subject: the process that is looked at.
  ///   - speaker: the pid of the one that looks.
  package init(
    of subject: AppMessage.Subject, app: String, language: String, python: String, speaker: Int, probe: String,
    monotonicNs: Int64, wallNs: Int64
  ) {
    self.init(
      app: app, pid: speaker, language: language, python: python, implementation: "", probe: probe, monotonicNs: monotonicNs,
      wallNs: wallNs, instance: "outside", version: nil, subject: subject)
  }
}

extension AppMessage.Loop {
  /// A loop that waits in epoll.
  ///
  /// - Parameters:
  ///   - thread: its number, which is the loop's as well, and its name.
  ///   - busyNs: for how long it was not in epoll.
  package init(
    ofThread thread: (number: Int, name: String), isMain: Bool, runningNs: Int64, busyNs: Int64?, longestTurnNs: Int64?
  ) {
    self.init(
      loop: thread.number, kind: "epoll", thread: thread.name, main: isMain, running: true, runningNs: runningNs, busyNs: busyNs,
      readyMax: nil, longestTurnNs: longestTurnNs)
  }
}

extension AppMessage.Snapshot {
  /// - Parameter ran: for how long loops ran and were not in epoll, those with them that are gone; `nil`: that cannot be seen.
  package init(
    seq: Int, atNs: Int64, ran: (runningNs: Int64, busyNs: Int64)?, turns: Int, stalls: (count: Int, ns: Int64),
    loops: [AppMessage.Loop], threads: Int, dropped: Int, cpuNs: (user: Int64, system: Int64), memoryBytes: Int64
  ) {
    self.init(
      seq: seq, atNs: atNs, runningNs: ran?.runningNs ?? 0, busyNs: ran?.busyNs, turns: turns, stalls: stalls.count,
      stallNs: stalls.ns, loops: loops, tasks: nil, queues: [], executor: nil, gc: [], timed: [], ioWaitNs: nil,
      threads: threads, dropped: dropped, errors: 0, cpuUserNs: cpuNs.user, cpuSystemNs: cpuNs.system,
      memoryBytes: memoryBytes, latency: [])
  }
}

extension AppMessage.Stall {
  /// What was seen at looks at a thread.
  package struct Looks: Hashable, Sendable {
    package var count = 0
    package var asleep = 0
    package var inFutex = 0
    package var first: Int64?
    package var waitChannel: String?

    package init() {}
  }

  /// - Parameters:
  ///   - loop: the number of its thread.
  ///   - ran: the thread's time on a core, its waiting for one, and how often it was given one.
  package init(
    loop: Int, startedNs: Int64, endedNs: Int64, ran: (onCpuNs: Int64, runqueueNs: Int64?, timeslices: Int64?), looks: Looks
  ) {
    self.init(
      loop: loop, startedNs: startedNs, endedNs: endedNs, onCpuNs: ran.onCpuNs, runqueueNs: ran.runqueueNs,
      timeslices: ran.timeslices, gcNs: 0, startup: false, looks: looks.count, looksAsleep: looks.asleep,
      looksInFutex: looks.inFutex, noticedNs: looks.first.map { min(max($0, startedNs), endedNs) },
      waitChannel: looks.waitChannel,
      stack: [], frame: nil, task: nil, tasksSeen: 0, captures: 0, ready: 0, holder: nil)
  }
}

extension AppMessage.Standing {
  package init(loop: Int, sinceNs: Int64, atNs: Int64, waitChannel: String?) {
    self.init(
      loop: loop, sinceNs: sinceNs, atNs: atNs, waitChannel: waitChannel, stack: [], frame: nil, task: nil)
  }
}
