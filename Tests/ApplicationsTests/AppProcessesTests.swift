import Applications
import Runs
import Samples
import Telemetry
import Testing

/// Processes that come and go, as those of a server that replaces its workers.
@Suite struct AppProcessesTests {
  private let ruling = StallRuling(outside: StallAttribution(host: [], stoppedAt: [], controlLate: nil))

  private func messages(of number: Int) -> [AppMessage] {
    let busy = Int64(number % 7) * 100_000_000
    return [
      AppMessages.snapshot(
        seq: 1, second: 1, busyNs: busy, cpuNs: 1_000_000, queues: ["inbox": number % 5],
        latency: [[100, 9], [UInt64(1000 + number), 1]]),
      AppMessages.stall(at: 1000 * Int64(number), milliseconds: 150, onCPU: 150),
      AppMessages.snapshot(
        seq: 2, second: 3, busyNs: 2 * busy, cpuNs: 5_000_000, queues: ["inbox": number % 3],
        gc: [[1, 2_000_000]], latency: [[100, 3]]),
    ]
  }

  /// All there were, each kept; and those as they came and went, two at a time.
  private func play(_ count: Int) -> (all: AppAccount, processes: AppProcesses) {
    var (kept, processes) = ([ProcessAccount](), AppProcesses())
    for number in 0..<count {
      var one = ProcessAccount(AppMessages.hello(pid: number + 1))
      processes.opened(number, AppMessages.hello(pid: number + 1))
      for message in messages(of: number) {
        one.receive(message, ruling: ruling)
        processes.receive(message, from: number, ruling: ruling)
      }
      kept.append(one)
      if number > 0 { processes.closed(number - 1) }
    }
    return (AppAccount(kept), processes)
  }

  @Test func `Those that ended are not kept, and every figure counts them`() {
    let (all, processes) = play(200)
    #expect(processes.openCount == 1)
    let account = processes.account
    #expect(account.processCount == 200)
    #expect(account.stalls == all.stalls)
    #expect(account.latency == all.latency)
    #expect(account.longestStalls == all.longestStalls)
    #expect(account.longestStalls.count == 200)
    #expect(account.busyRatio == all.busyRatio)
    #expect(abs(account.cpuSeconds - 1) < 1e-9)
    #expect(abs(account.gcSeconds - 0.4) < 1e-9)
    #expect(account.queues == all.queues)
    #expect(account.queues.map(\.max) == [Double((0..<200).reduce(0) { $0 + max($1 % 5, $1 % 3) })])
    #expect(account.memory == all.memory)
  }

  @Test func `However many there were, what is kept of them is bounded`() {
    let account = play(2100).processes.account
    #expect(account.processCount == 2100)
    #expect(account.stalls.count == 2100)
    #expect(account.longestStalls.count == 2000)
    #expect(account.queues.map(\.trends.count) == [256])
  }

  @Test func `One that is connected anew begins anew, and what it had shown counts`() {
    var processes = AppProcesses()
    for _ in 0..<2 {
      processes.opened(1, AppMessages.hello())
      for message in messages(of: 1) { processes.receive(message, from: 1, ruling: ruling) }
    }
    processes.receive(messages(of: 1)[1], from: 2, ruling: ruling)
    #expect(processes.account.processCount == 2)
    #expect(processes.account.stalls.count == 2)
  }

  @Test func `Without any there is no name`() {
    var processes = AppProcesses()
    #expect(processes.app == nil)
    processes.opened(1, AppMessages.hello())
    processes.closed(1)
    #expect(processes.app == "shop")
    #expect(processes.openCount == 0)
  }
}
