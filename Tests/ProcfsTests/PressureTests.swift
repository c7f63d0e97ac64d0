import CalcmonTesting
import Glibc
import Procfs
import Testing

@Suite struct PressureTests {
  private static let some = "some avg10=31.73 avg60=11.88 avg300=7.60 total=99927647\n"
  private static let full = "full avg10=0.50 avg60=0.00 avg300=100.00 total=1000000\n"

  @Test func `averages are percent and the total is in seconds`() throws {
    let pressure = try Pressure(parsing: Self.some + Self.full, path: "cpu")
    let some = try #require(pressure.some)
    #expect([some.average10, some.average60, some.average300, some.totalSeconds] == [31.73, 11.88, 7.6, 99.927647])
    #expect(pressure.full?.average300 == 100)
    #expect(pressure.full?.totalSeconds == 1)
  }

  @Test func `either line may be missing, and lines and words of later kernels are passed over`() throws {
    #expect(try Pressure(parsing: Self.some, path: "cpu").full == nil)
    #expect(try Pressure(parsing: Self.full, path: "irq").some == nil)
    let later = "most avg10=1 total=5\nfull new=1 total=7 avg300=1 avg60=2 avg10=3 p99=x\r\n"
    #expect(try Pressure(parsing: later, path: "io").full?.totalSeconds == 7e-6)
    #expect(try Pressure(parsing: later, path: "io").some == nil)
  }

  @Test(arguments: [
    ("", "no line 'some' and no line 'full'"),
    ("\n", "no line 'some' and no line 'full'"),
    ("somewhat avg10=1\n", "no line 'some' and no line 'full'"),
    ("some \n", "line 'some' has no 'total='"),
    ("full avg10=1 avg60=1 avg300=1\n", "line 'full' has no 'total='"),
    ("some avg60=1 avg300=1 total=1\n", "line 'some' has no 'avg10='"),
    ("some avg10=1 avg60=1 avg300=1 total=-1\n", "line 'some' has a 'total=' that is not a number: '-1'"),
    ("some avg10=1 avg60=1 avg300=1 total=1.5\n", "line 'some' has a 'total=' that is not a number: '1.5'"),
    (
      "full avg10=1 avg60=1 avg300=1 total=18446744073709551616\n",
      "line 'full' has a 'total=' that is not a number: '18446744073709551616'"
    ),
    ("some avg10=nan avg60=1 avg300=1 total=1\n", "line 'some' has a 'avg10=' that is not a number: 'nan'"),
    ("some avg10=1 avg60=-1 avg300=1 total=1\n", "line 'some' has a 'avg60=' that is not a number: '-1'"),
  ])
  func `another text is refused with its line and what was found`(_ text: String, _ reason: String) {
    #expect(throws: ProcError.malformed(path: "cpu", reason: reason)) { try Pressure(parsing: text, path: "cpu") }
  }

  @Test(
    arguments: [
      ("kernel-5.15-hybrid", .cpu, 3.000001, 0), ("kernel-5.15-hybrid", .io, 0.09, 0.045),
      ("kernel-6.1-cgroup-v2", .io, 1.5, 1), ("kernel-6.1-cgroup-v2", .memory, 0, 0),
      ("kernel-6.18-cgroup-v1", .cpu, 3.076174, 0), ("kernel-6.18-cgroup-v1", .io, 0.000786, 0),
      ("kernel-6.6-arm64", .cpu, 0.3, 0), ("kernel-6.6-arm64", .irq, nil, 0.0125),
    ] as [(String, Pressure.Resource, Double?, Double?)])
  func `between the moments tasks of each machine were held up`(
    _ name: String, _ resource: Pressure.Resource, _ some: Double?, _ full: Double?
  ) throws {
    let (first, second) = (try Pressure(Machine(name, 1).proc, resource), try Pressure(Machine(name, 2).proc, resource))
    for (before, after, grown) in [(first.some, second.some, some), (first.full, second.full, full)] {
      #expect((before == nil) == (grown == nil))
      guard let before, let after, let grown else { continue }
      #expect(abs(after.totalSeconds - before.totalSeconds - grown) < 1e-9)
    }
  }

  @Test(arguments: [
    ("kernel-3.10-cgroup-v1", Pressure.Resource.cpu), ("kernel-6.1-cgroup-v2", .irq), ("kernel-6.18-cgroup-v1", .irq),
  ])
  func `what the kernel does not count is unavailable, and not gone`(_ name: String, _ resource: Pressure.Resource) throws {
    let proc = try Machine(name, 1).proc
    #expect(throws: ProcError.unavailable(path: "\(proc.path)/pressure/\(resource.rawValue)", errno: ENOENT)) {
      try Pressure(proc, resource)
    }
  }

  // A kernel started with psi=0 refuses the reading; a directory is refused in the same way.
  @Test func `a file that cannot be read is unavailable`() throws {
    let tree = try TemporaryTree(["stat": "", "pressure/cpu/": ""])
    defer { tree.remove() }
    #expect(throws: ProcError.unavailable(path: "\(tree.path)/pressure/cpu", errno: EISDIR)) {
      try Pressure(ProcRoot(procfs: tree.path), .cpu)
    }
  }
}
