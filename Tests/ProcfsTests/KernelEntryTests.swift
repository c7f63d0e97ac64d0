import Procfs
import Testing

@Suite struct KernelEntryTests {
  @Test(
    arguments: [
      ("230 0x0 0x0 0x7f1c0e9fdc60 0x0 0x0 0x0 0x7f1c0e9fdbd8 0x7f1c1b4cf545\n", 0x7f1c_0e9f_dbd8, 0x7f1c_1b4c_f545),
      // Asleep, but not in a system call: in a page fault.
      ("-1 0x7ffd2a1b3c40 0x5581e2a0b1c2\n", 0x7ffd_2a1b_3c40, 0x5581_e2a0_b1c2),
    ] as [(String, UInt64, UInt64)])
  func `A thread that sleeps tells where it has left its code`(text: String, sp: UInt64, pc: UInt64) {
    let entry = KernelEntry(parsing: text)
    #expect(entry?.stackPointer == sp)
    #expect(entry?.programCounter == pc)
  }

  @Test(arguments: ["running\n", "", "230\n", "-1 7 8\n", "-1 0xzz 0x1\n", "1 2 3 4 5 6 7 8 9 10\n"])
  func `One that computes, and what is no such text, tell nothing`(text: String) {
    #expect(KernelEntry(parsing: text) == nil)
  }
}
