import Samples

extension AppMessage.Hello {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      app: try fields.text("app"), pid: try fields.count("pid"), language: try fields.textIfPresent("language") ?? "python",
      python: try fields.textIfPresent("python") ?? "", implementation: try fields.textIfPresent("implementation") ?? "",
      probe: try fields.text("probe"),
      monotonicNs: try fields.whole("monotonic_ns"), wallNs: try fields.whole("wall_ns"),
      instance: try fields.textIfPresent("instance"), version: try fields.textIfPresent("version"),
      subject: try fields.fieldsIfPresent("subject").map { fields throws(TelemetryError) in try AppMessage.Subject(fields) })
  }
}

extension AppMessage.Subject {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(pid: try fields.count("pid"), startTicks: try fields.count("start_ticks"))
  }
}

extension AppMessage.Snapshot {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      seq: try fields.count("seq"), atNs: try fields.whole("at_ns"), runningNs: try fields.whole("running_ns"),
      busyNs: try fields.wholeIfPresent("busy_ns"), turns: try fields.count("turns"), stalls: try fields.count("stalls"),
      stallNs: try fields.whole("stall_ns"),
      loops: try fields.list("loops") { part throws(TelemetryError) in try AppMessage.Loop(AppFields(part)) },
      tasks: try fields.countIfPresent("tasks"),
      queues: try fields.list("queues") { part throws(TelemetryError) in try AppMessage.Queue(AppFields(part)) },
      executor: try fields.fieldsIfPresent("executor").map { fields throws(TelemetryError) in try AppMessage.Executor(fields) },
      gc: try fields.pairs("gc") { count, ns in AppMessage.Collections(count: count, ns: ns) },
      timed: try fields.list("timed") { part throws(TelemetryError) in try AppMessage.Step(AppFields(part)) },
      ioWaitNs: try fields.wholeIfPresent("io_wait_ns"), threads: try fields.countIfPresent("threads"),
      dropped: try fields.count("dropped"), errors: try fields.count("errors"), cpuUserNs: try fields.whole("cpu_user_ns"),
      cpuSystemNs: try fields.whole("cpu_system_ns"), memoryBytes: try fields.wholeIfPresent("memory_bytes"),
      latency: try fields.pairs("latency") { upper, count throws(TelemetryError) in
        guard let upper = UInt64(exactly: upper), let count = UInt64(exactly: count) else {
          throw .badField("latency is negative")
        }
        return LatencyHistogram.Bucket(upperMicroseconds: upper, count: count)
      })
  }
}

extension AppMessage.Loop {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      loop: try fields.count("loop"), kind: try fields.text("kind"), thread: try fields.text("thread"),
      main: try fields.flag("main"),
      running: try fields.flag("running"), runningNs: try fields.whole("running_ns"),
      busyNs: try fields.wholeIfPresent("busy_ns"),
      readyMax: try fields.countIfPresent("ready_max"), longestTurnNs: try fields.wholeIfPresent("longest_turn_ns"))
  }
}

extension AppMessage.Queue {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      queue: try fields.text("queue"), queues: try fields.count("queues"), depth: try fields.count("depth"),
      fullest: try fields.count("fullest"), capacity: try fields.count("capacity"))
  }
}

extension AppMessage.Executor {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(backlog: try fields.count("backlog"), threads: try fields.count("threads"), limit: try fields.count("limit"))
  }
}

extension AppMessage.Step {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(step: try fields.text("step"), count: try fields.count("count"), ns: try fields.whole("ns"))
  }
}

extension AppMessage.Stall {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      loop: try fields.count("loop"), startedNs: try fields.whole("started_ns"), endedNs: try fields.whole("ended_ns"),
      onCpuNs: try fields.whole("on_cpu_ns"), runqueueNs: try fields.wholeIfPresent("runqueue_ns"),
      timeslices: try fields.wholeIfPresent("timeslices"), gcNs: try fields.whole("gc_ns"), startup: try fields.flag("startup"),
      looks: try fields.count("looks"), looksAsleep: try fields.count("looks_asleep"),
      looksInFutex: try fields.count("looks_in_futex"),
      noticedNs: try fields.wholeIfPresent("noticed_ns"), waitChannel: try fields.textIfPresent("wait_channel"),
      stack: try fields.texts("stack"), frame: try fields.textIfPresent("frame"), task: try fields.textIfPresent("task"),
      tasksSeen: try fields.count("tasks_seen"), captures: try fields.count("captures"), ready: try fields.count("ready"),
      holder: try fields.fieldsIfPresent("holder").map { fields throws(TelemetryError) in try AppMessage.Holder(fields) })
  }
}

extension AppMessage.Holder {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      thread: try fields.text("thread"), frame: try fields.textIfPresent("frame"), onCpuNs: try fields.whole("on_cpu_ns"),
      runqueueNs: try fields.whole("runqueue_ns"))
  }
}

extension AppMessage.Standing {
  init(_ fields: AppFields) throws(TelemetryError) {
    self.init(
      loop: try fields.count("loop"), sinceNs: try fields.whole("since_ns"), atNs: try fields.whole("at_ns"),
      waitChannel: try fields.textIfPresent("wait_channel"), stack: try fields.texts("stack"),
      frame: try fields.textIfPresent("frame"),
      task: try fields.textIfPresent("task"))
  }
}
