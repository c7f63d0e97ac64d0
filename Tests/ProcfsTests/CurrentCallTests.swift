import Procfs
import Testing

/// In which system call a thread is.
@Suite struct CurrentCallTests {
  private static func parse(_ text: String) -> CurrentCall? {
    Array(text.utf8).withUnsafeBytes { CurrentCall.parse($0) }
  }

  @Test(
    arguments: [
      ("running\n", .running), ("-1 0x7ffd1 0x7f2a\n", .noCall),
      ("232 0x3 0x7f0a 0x2 0x12c 0x0 0x0 0x7ffd1 0x7f2a\n", .call(232, first: 3)),
      ("7 0x7ffe00ff 0x1 0xffffffff 0x0 0x0 0x0 0x7ffd1 0x7f2a\n", .call(7, first: 0x7ffe_00ff)),
      ("0 0xffffffffffffffff 0x1\n", .call(0, first: .max)), ("24 0x0", .call(24, first: 0)),
    ] as [(String, CurrentCall)])
  func `A line is understood`(text: String, call: CurrentCall) {
    #expect(Self.parse(text) == call)
  }

  @Test(arguments: [
    "", "\n", "x", "232", "232 ", "232 3 4", "232 0x", "232 0xg ", "232 0x11111111111111111 0x0", "-2 0x1", "99999999999 0x1 ",
  ])
  func `What is none is refused`(text: String) {
    #expect(Self.parse(text) == nil)
  }
}
