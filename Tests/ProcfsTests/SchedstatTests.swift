import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct SchedstatTests {
  private static let wrong = [
    "", "\n", " ", "1", "1 2", "1 2\n", "1 2 \n3", "x 2 3", "1 -2 3", "1 2 3x", "1.5 2 3", "18446744073709551616 2 3",
    "1 99999999999999999999999 3", "1\t2\t3", "+1 2 3",
  ]

  @Test(arguments: [
    "604483280 1406380015 195\n", "604483280 1406380015 195", "604483280 1406380015 195\r\n", " 604483280  1406380015 195 7 x\n",
  ])
  func `run and wait are in nanoseconds`(_ text: String) throws {
    let schedstat = try Schedstat(parsing: text, path: "schedstat")
    #expect(schedstat.runNanoseconds == 604_483_280)
    #expect(schedstat.waitNanoseconds == 1_406_380_015)
    #expect(schedstat.timeslices == 195)
  }

  @Test func `the highest numbers are taken`() throws {
    let schedstat = try Schedstat(parsing: "18446744073709551615 18446744073709551615 18446744073709551615\n", path: "schedstat")
    #expect(schedstat.timeslices == .max)
  }

  @Test(arguments: wrong)
  func `another text is refused with what was found`(_ text: String) {
    let error = #expect(throws: ProcError.self) { try Schedstat(parsing: text, path: "schedstat") }
    #expect(error?.description.hasPrefix("schedstat: does not begin with three numbers: '") == true)
  }

  @Test(arguments: wrong + ["604483280 1406380015 195\n", "0 0 0"])
  func `bytes say the same as the text`(_ text: String) {
    let parsed = Array(text.utf8).withUnsafeBytes { Schedstat.parse($0) }
    #expect(parsed == (try? Schedstat(parsing: text, path: "schedstat")))
  }

  @Test func `no bytes at all say nothing`() {
    #expect(Schedstat.parse(UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", "900", 60_000_000, 1_000_000, 26), ("kernel-5.15-hybrid", "800", 400_000_000, 350_000_000, 440),
      ("kernel-6.1-cgroup-v2", "701", 800_000_000, 7_000_000, 217),
      ("kernel-6.18-cgroup-v1", "11658", 3_809_610_095, 4_525_655_446, 629),
    ] as [(String, String, UInt64, UInt64, UInt64)])
  func `between the moments processes have run and waited`(
    _ name: String, _ pid: String, _ run: UInt64, _ wait: UInt64, _ timeslices: UInt64
  ) throws {
    let (first, second) = (try Schedstat(Machine(name, 1).proc, pid: pid), try Schedstat(Machine(name, 2).proc, pid: pid))
    #expect(second.runNanoseconds - first.runNanoseconds == run)
    #expect(second.waitNanoseconds - first.waitNanoseconds == wait)
    #expect(second.timeslices - first.timeslices == timeslices)
  }

  @Test func `a thread is read under its process`() throws {
    #expect(try Schedstat(Machine("kernel-6.1-cgroup-v2", 1).proc, pid: "701", thread: 702).waitNanoseconds == 61_000_000)
    #expect(try Schedstat(ProcRoot(procfs: "/proc"), pid: "self", thread: getpid()).timeslices > 0)
  }

  @Test func `without the file a process that is there is unavailable, and one that is not is gone`() throws {
    let proc = try Machine("kernel-3.10-cgroup-v1", 1).proc
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/901/schedstat", errno: ENOENT)) { try Schedstat(proc, pid: "901") }
    #expect(throws: ProcError.gone(path: "\(proc.path)/902/schedstat")) { try Schedstat(proc, pid: "902") }
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/901/task/901/schedstat", errno: ENOENT)) {
      try Schedstat(proc, pid: "901", thread: 901)
    }
    #expect(throws: ProcError.gone(path: "\(proc.path)/901/task/5/schedstat")) { try Schedstat(proc, pid: "901", thread: 5) }
  }
}
