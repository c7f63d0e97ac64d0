/// What the probe of a process says, line by line.
enum ProbeLines {
  static func hello(_ app: String, pid: Int) -> String {
    #"{"v":1,"type":"hello","app":"\#(app)","pid":\#(pid),"python":"3.11.7","implementation":"cpython","probe":"1","monotonic_ns":0,"wall_ns":6,"instance":null}"#
  }

  /// Late, in microseconds, and how often: each of a hundred instants.
  private static let latency =
    ((0..<90).map { "[\(1003 + $0 * 496 / 90),1]" } + (0..<10).map { "[\(102_400 + $0 * 5120 + 2559),1]" }).joined(
      separator: ",")

  static func snapshot(_ second: Int, _ rates: ReplayedApps.Rates, _ stalls: (count: Int, ns: Int64), queue: Int?) -> String {
    let ns = { (rate: Double) in Int64(rate * Double(second) * 1e9) }
    let queues = queue.map { #"{"queue":"inbox","queues":1,"depth":\#($0),"fullest":\#($0),"capacity":100}"# } ?? ""
    let loop =
      #"{"loop":1,"kind":"asyncio","thread":"MainThread","main":true,"running":true,"running_ns":\#(ns(1)),"busy_ns":\#(ns(rates.busy)),"ready_max":2,"longest_turn_ns":1000000}"#
    return
      #"{"v":1,"type":"snapshot","seq":\#(second),"at_ns":\#(ns(1)),"running_ns":\#(ns(1)),"busy_ns":\#(ns(rates.busy)),"turns":\#(second),"stalls":\#(stalls.count),"stall_ns":\#(stalls.ns),"loops":[\#(loop)],"tasks":\#(rates.tasks),"queues":[\#(queues)],"executor":{"backlog":4,"threads":6,"limit":6},"gc":[[1,0],[1,0],[\#(second),\#(ns(rates.gc))]],"timed":[],"io_wait_ns":\#(rates.ioWait.map { "\(ns($0))" } ?? "null"),"threads":3,"dropped":0,"errors":0,"cpu_user_ns":\#(ns(rates.user)),"cpu_system_ns":\#(ns(rates.system)),"memory_bytes":\#(rates.memory),"latency":[\#(latency)]}"#
  }

  static func stall(endedAt second: Int, nanoseconds: Int64, isBlocked: Bool) -> String {
    let end = Int64(second) * 1_000_000_000
    return
      #"{"v":1,"type":"stall","loop":1,"started_ns":\#(end - nanoseconds),"ended_ns":\#(end),"on_cpu_ns":\#(isBlocked ? 0 : nanoseconds),"runqueue_ns":0,"timeslices":1,"gc_ns":0,"startup":false,"looks":10,"looks_asleep":\#(isBlocked ? 10 : 0),"looks_in_futex":0,"noticed_ns":null,"wait_channel":null,"stack":["shop.py:7:load"],"frame":"shop.py:7:load","task":"main","tasks_seen":1,"captures":5,"ready":0,"holder":null}"#
  }

  static func standing(since: Int, at second: Int) -> String {
    #"{"v":1,"type":"standing","loop":1,"since_ns":\#(since)000000000,"at_ns":\#(second)000000000,"wait_channel":"do_poll","stack":["shop.py:7:load"],"frame":"shop.py:7:load","task":"main"}"#
  }
}
