import CalcmonTesting
import Foundation
import Glibc
import Runs
import Samples
import Scheduling
import Testing
import Workloads

/// Functions of the user's own that do what they should not: the run has an outcome and a line, and nothing of it is left.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileCodeTests {
  @Test(arguments: Strategy.allCases)
  func `A function that never returns ends at the deadline`(strategy: Strategy) async throws {
    let folder = try Modules(["shop": "import time\ndef price(n):\n    while True: time.sleep(1)\n"])
    let record = try await run(folder.mix("shop:price"), strategy, deadline: .seconds(3))
    #expect(record.outcome == .timeout)
    #expect(record.reason?.hasPrefix("still running at its deadline of 3 s") == true, "\(record.reason ?? "")")
  }

  @Test func `A module that is never imported to its end, too`() async throws {
    let folder = try Modules(["shop": "import time\ntime.sleep(1000)\n"])
    #expect(try await run(folder.mix("shop:price"), .async, deadline: .seconds(2)).outcome == .timeout)
  }

  @Test(
    arguments: [
      ("os._exit(0)", .failed, "ended with status 0 and without a result"),
      ("os.kill(os.getpid(), signal.SIGSEGV)", .crashed, "ended by signal 11"),
      ("sys.exit(5)", .failed, "shop:price called sys.exit(5), which ends a whole service"),
      (
        "os.closerange(3, 70000)", .failed,
        "ended with status 1 and without a result (stderr: the descriptor of the messages was closed"
      ),
      ("os.closerange(3, 1024)", .failed, "OSError: [Errno 9] Bad file descriptor; does a function close descriptors"),
    ] as [(String, RunOutcome, String)])
  func `What ends the process, or takes its descriptors, is told`(body: String, outcome: RunOutcome, reason: String) async throws
  {
    let folder = try Modules(["shop": "import os, signal, sys\ndef price(n):\n    \(body)\n"])
    let record = try await run(folder.mix("shop:price"), .async)
    #expect(record.outcome == outcome)
    #expect(record.reason?.hasPrefix(reason) == true, "\(record.reason ?? "")")
  }

  @Test func `What is printed is none of the messages`() async throws {
    let body = "print('x' * 1_000_000)\n    os.write(1, b'{\"v\":1,\"type\":\"failed\",\"message\":\"mine\"}\\n')"
    let folder = try Modules(["shop": "import os\nprint('imported')\ndef price(n):\n    \(body)\n"])
    for strategy in [Strategy.async, .hybrid] {
      let record = try await run(folder.mix("shop:price", items: 10), strategy)
      #expect(record.measurements?.result.itemsOk == 10, "\(record.reason ?? "")")
    }
  }

  @Test func `What it has started ends with the run`() async throws {
    let folder = try Modules([
      "shop":
        "import subprocess\ndef price(n):\n    print(subprocess.Popen(['sleep', '1000']).pid, file=open(__file__ + '.pid', 'w'))\n"
    ])
    let record = try await run(folder.mix("shop:price", items: 1), .async)
    #expect(record.measurements?.result.itemsOk == 1, "\(record.reason ?? "")")
    let text = try String(contentsOfFile: folder.directory.file("shop.py.pid"), encoding: .utf8)
    let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    try await Poll.until("the process is gone") { kill(pid, 0) != 0 || isZombie(pid) }
  }

  private func isZombie(_ pid: pid_t) -> Bool {
    let stat = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
    return stat.contains(") Z ")
  }

  private func run(_ mix: Mix, _ strategy: Strategy, deadline: Duration = .seconds(60)) async throws -> RunRecord {
    try await withSupervisor(time: SystemTime()) { supervisor in
      let plan = RunPlan(mix, strategy: strategy, runtime: .asyncio, cores: 2, operationsPerSecond: 1e7)
      return await supervisor.run(plan, cores: 2, deadline: deadline) { _ in }
    }
  }
}
