import CalcmonTesting
import Procfs
import Testing

@Suite struct LoadAverageTests {
  @Test(arguments: [
    "0.20 0.18 12.50 1/80 11206\n", "0.20 0.18 12.50 1/80 11206", " 0.20  0.18 12.50 1/80 11206 later\r\n",
    "0.20 0.18 12.50 1/80",
  ])
  func `the averages and the tasks are read`(_ text: String) throws {
    let load = try LoadAverage(parsing: text, path: "loadavg")
    #expect([load.oneMinute, load.fiveMinutes, load.fifteenMinutes] == [0.2, 0.18, 12.5])
    #expect(load.running == 1)
    #expect(load.tasks == 80)
  }

  @Test(arguments: [
    ("", "ends before field 1 (average of 1 minute)"),
    ("0.20 0.18", "ends before field 3 (average of 15 minutes)"),
    ("0.20 0.18 0.12\n", "ends before field 4 (running/all)"),
    ("0.20 nan 0.12 1/80 2", "field 2 (average of 5 minutes) is not a number: 'nan'"),
    ("-1 0 0 1/80 2", "field 1 (average of 1 minute) is not a number: '-1'"),
    ("0x1p3 0 0 1/80 2", "field 1 (average of 1 minute) is not a number: '0x1p3'"),
    ("1.2.3 0 0 1/80 2", "field 1 (average of 1 minute) is not a number: '1.2.3'"),
    ("1 2 3 1/ 2", "field 4 (running/all) is not two numbers: '1/'"),
    ("1 2 3 1/2/3 2", "field 4 (running/all) is not two numbers: '1/2/3'"),
    ("1 2 3 80 2", "field 4 (running/all) is not two numbers: '80'"),
    ("1 2 3 1/18446744073709551616 2", "field 4 (running/all) is not two numbers: '1/18446744073709551616'"),
  ])
  func `another text is refused with its field`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "loadavg", reason: reason)) { try LoadAverage(parsing: text, path: "loadavg") }
  }

  @Test(
    arguments: [
      ("kernel-3.10-cgroup-v1", 0, 198), ("kernel-5.15-hybrid", 2.1, 230), ("kernel-6.1-cgroup-v2", 0.42, 412),
      ("kernel-6.18-cgroup-v1", 0.99, 95), ("kernel-6.6-arm64", 0.71, 301),
    ] as [(String, Double, UInt64)])
  func `each machine has its load`(_ name: String, _ oneMinute: Double, _ tasks: UInt64) throws {
    let load = try LoadAverage(Machine(name, 1).proc)
    #expect(load.oneMinute == oneMinute)
    #expect(load.tasks == tasks)
  }

  @Test func `the real procfs is read`() throws {
    #expect(try LoadAverage(ProcRoot(procfs: "/proc")).tasks > 0)
  }
}
