import Procfs
import Testing

@Suite struct KernelEntryTests {
  private static func parse(_ text: String) -> KernelEntry? {
    Array(text.utf8).withUnsafeBytes { KernelEntry(parsing: $0) }
  }

  @Test(
    arguments: [
      ("230 0x5 0x0 0x7f1c0e9fdc60 0x0 0x0 0x0 0x7f1c0e9fdbd8 0x7f1c1b4cf545\n", 5, 0x7f1c_0e9f_dbd8, 0x7f1c_1b4c_f545),
      // Asleep, but not in a system call: in a page fault.
      ("-1 0x7ffd2a1b3c40 0x5581e2a0b1c2\n", nil, 0x7ffd_2a1b_3c40, 0x5581_e2a0_b1c2),
    ] as [(String, UInt64?, UInt64, UInt64)])
  func `A thread that sleeps tells where it has left its code`(text: String, first: UInt64?, sp: UInt64, pc: UInt64) throws {
    let entry = try #require(Self.parse(text))
    #expect(entry.firstArgument == first)
    #expect(entry.stackPointer == sp)
    #expect(entry.programCounter == pc)
  }

  @Test(arguments: [
    "running\n", "", "230\n", "230 0x0 0x0\n", "-1 7 8\n", "-1 0xzz 0x1\n", "-1 0x 0x1", "-1 0x11111111111111111 0x1",
    "1 2 3 4 5 6 7 8 9 10\n", "-1 0x1 0x2 0x3\n", "202 0x1 0x189 0x0 0x0 0x0 0xffffffff 7f37 0x7f5612914545\n",
  ])
  func `One that computes, and what is no such text, tell nothing`(text: String) {
    #expect(Self.parse(text) == nil)
  }
}
