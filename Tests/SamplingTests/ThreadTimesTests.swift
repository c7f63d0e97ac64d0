import CalcmonTesting
import Procfs
import Sampling
import Testing

@Suite struct ThreadTimesTests {
  private static func times(_ thread: Int32, _ wait: UInt64, blocked: Double? = nil) -> ThreadTimes {
    ThreadTimes(thread: thread, waitNanoseconds: wait, blockedSeconds: blocked)
  }

  @Test func `what threads waited before the first reading is left out, threads that come and go are not`() throws {
    var sum = ThreadTimesSum()
    #expect(sum.waitedSeconds == nil)
    sum.add([Self.times(1, 5_000_000_000), Self.times(2, 1_000_000_000)])
    #expect(sum.waitedSeconds == 0)
    sum.add([Self.times(1, 6_000_000_000), Self.times(3, 250_000_000)])
    sum.add([Self.times(1, 6_500_000_000)])
    #expect(sum.waitedSeconds == 1.75)
    #expect(sum.blockedSeconds == nil)
  }

  @Test func `a number that was given to another thread counts anew`() {
    var sum = ThreadTimesSum()
    sum.add([Self.times(1, 5_000_000_000)])
    sum.add([Self.times(1, 500_000_000)])
    #expect(sum.waitedSeconds == 0.5)
  }

  @Test func `waits for disks are added up if the kernel counts them`() {
    var sum = ThreadTimesSum()
    sum.add([Self.times(1, 0, blocked: 3)])
    sum.add([Self.times(1, 0, blocked: 3.5), Self.times(2, 0, blocked: 0.25)])
    #expect(sum.blockedSeconds == 0.75)
  }

  private static func read(_ files: [String: String]) throws -> [ThreadTimes] {
    let tree = try TemporaryTree(["stat": "btime 1\n"] + files)
    defer { tree.remove() }
    return try ThreadTimesReader(proc: ProcRoot(procfs: tree.path)).read([7, 8]).sorted { $0.thread < $1.thread }
  }

  private static func thread(_ number: Int32, blocked: Int) -> String {
    "\(number) (x) S 1 1 1 0 -1 0 0 0 0 0 1 0 0 0 20 0 1 0 5 4096 1 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 \(blocked) 0\n"
  }

  @Test func `all threads of all processes`() throws {
    let files = ["7/task/7/schedstat": "10 20 3\n", "7/task/70/schedstat": "1 2 3\n", "8/task/8/schedstat": "5 6 7\n"]
    #expect(try Self.read(files) == [Self.times(7, 20), Self.times(8, 6), Self.times(70, 2)])
  }

  @Test func `waits for disks where they are counted`() throws {
    let files = [
      "sys/kernel/task_delayacct": "1\n", "7/task/7/schedstat": "10 20 3\n", "7/task/7/stat": Self.thread(7, blocked: 150),
    ]
    #expect(try Self.read(files) == [Self.times(7, 20, blocked: 1.5)])
  }

  @Test func `a process or thread that is gone is left out, a kernel that counts no waits is told from it`() throws {
    #expect(try Self.read(["7/task/7/": ""]) == [])
    #expect(throws: ProcError.self) { try Self.read(["7/task/7/stat": Self.thread(7, blocked: 0)]) }
  }
}
