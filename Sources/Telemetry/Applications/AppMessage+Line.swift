import Samples

extension AppMessage {
  /// As a line, with its line feed: what `AppCoding` reads. Texts that are too long for a line are cut.
  package var line: [UInt8] {
    var fields = AppFieldsWriter()
    fields.add("v", AppMessage.version)
    fields.add("type", text: type)
    switch self {
    case .hello(let hello): hello.write(to: &fields)
    case .snapshot(let snapshot): snapshot.write(to: &fields)
    case .stall(let stall): stall.write(to: &fields)
    case .standing(let standing): standing.write(to: &fields)
    case .bye: break
    }
    return Array(fields.object.utf8) + [UInt8(ascii: "\n")]
  }

  private var type: String {
    switch self {
    case .hello: "hello"
    case .snapshot: "snapshot"
    case .stall: "stall"
    case .standing: "standing"
    case .bye: "bye"
    }
  }
}

/// The object that a closure writes.
private func object(_ write: (inout AppFieldsWriter) -> Void) -> String {
  var fields = AppFieldsWriter()
  write(&fields)
  return fields.object
}

extension AppMessage.Hello {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("app", text: app)
    fields.add("pid", pid)
    fields.add("language", text: language)
    fields.add("python", text: python)
    fields.add("implementation", text: implementation)
    fields.add("probe", text: probe)
    fields.add("monotonic_ns", monotonicNs)
    fields.add("wall_ns", wallNs)
    if let instance { fields.add("instance", text: instance) }
    if let version { fields.add("version", text: version) }
    guard let subject else { return }
    fields.add(
      json: object {
        $0.add("pid", subject.pid)
        $0.add("start_ticks", subject.startTicks)
      }, "subject")
  }
}

extension AppMessage.Snapshot {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("seq", seq)
    fields.add("at_ns", atNs)
    fields.add("running_ns", runningNs)
    fields.add("busy_ns", busyNs)
    fields.add("turns", turns)
    fields.add("stalls", stalls)
    fields.add("stall_ns", stallNs)
    fields.add("loops", list: loops.map { loop in object(loop.write) })
    fields.add("tasks", tasks)
    fields.add("queues", list: queues.map { queue in object(queue.write) })
    fields.add(json: executor.map { executor in object(executor.write) } ?? "null", "executor")
    fields.add("gc", pairs: gc.map { ($0.count, $0.ns) })
    fields.add("timed", list: timed.map { step in object(step.write) })
    fields.add("io_wait_ns", ioWaitNs)
    fields.add("threads", threads)
    fields.add("dropped", dropped)
    fields.add("errors", errors)
    fields.add("cpu_user_ns", cpuUserNs)
    fields.add("cpu_system_ns", cpuSystemNs)
    fields.add("memory_bytes", memoryBytes)
    fields.add("latency", pairs: latency.map { ($0.upperMicroseconds, $0.count) })
  }
}

extension AppMessage.Loop {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("loop", loop)
    fields.add("kind", text: kind)
    fields.add("thread", text: thread)
    fields.add("main", flag: main)
    fields.add("running", flag: running)
    fields.add("running_ns", runningNs)
    fields.add("busy_ns", busyNs)
    fields.add("ready_max", readyMax)
    fields.add("longest_turn_ns", longestTurnNs)
  }
}

extension AppMessage.Queue {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("queue", text: queue)
    fields.add("queues", queues)
    fields.add("depth", depth)
    fields.add("fullest", fullest)
    fields.add("capacity", capacity)
  }
}

extension AppMessage.Executor {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("backlog", backlog)
    fields.add("threads", threads)
    fields.add("limit", limit)
  }
}

extension AppMessage.Step {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("step", text: step)
    fields.add("count", count)
    fields.add("ns", ns)
  }
}

extension AppMessage.Stall {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("loop", loop)
    fields.add("started_ns", startedNs)
    fields.add("ended_ns", endedNs)
    fields.add("on_cpu_ns", onCpuNs)
    fields.add("runqueue_ns", runqueueNs)
    fields.add("timeslices", timeslices)
    fields.add("gc_ns", gcNs)
    fields.add("startup", flag: startup)
    fields.add("looks", looks)
    fields.add("looks_asleep", looksAsleep)
    fields.add("looks_in_futex", looksInFutex)
    fields.add("noticed_ns", noticedNs)
    fields.add("wait_channel", text: waitChannel)
    fields.add("stack", texts: stack)
    fields.add("frame", text: frame)
    fields.add("task", text: task)
    fields.add("tasks_seen", tasksSeen)
    fields.add("captures", captures)
    fields.add("ready", ready)
    fields.add(json: holder.map { holder in object(holder.write) } ?? "null", "holder")
  }
}

extension AppMessage.Holder {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("thread", text: thread)
    fields.add("frame", text: frame)
    fields.add("on_cpu_ns", onCpuNs)
    fields.add("runqueue_ns", runqueueNs)
  }
}

extension AppMessage.Standing {
  fileprivate func write(to fields: inout AppFieldsWriter) {
    fields.add("loop", loop)
    fields.add("since_ns", sinceNs)
    fields.add("at_ns", atNs)
    fields.add("wait_channel", text: waitChannel)
    fields.add("stack", texts: stack)
    fields.add("frame", text: frame)
    fields.add("task", text: task)
  }
}
