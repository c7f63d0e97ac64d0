import Glibc
import Procfs
import Sampling
import Testing

@Suite struct AffinityMaskTests {
  /// A kernel whose mask is so long, with these processors.
  private static func kernel(bytes: Int, _ processors: [Int]) -> AffinityMask.Call {
    { buffer in
      guard buffer.count >= bytes else { return EINVAL }
      for processor in processors { buffer[processor / 8] |= 1 << UInt8(processor % 8) }
      return 0
    }
  }

  @Test(arguments: [(8, [0]), (8, [0, 1, 63]), (128, [0, 1023]), (129, [1024]), (1024, [5, 8191]), (131_072, [1_048_575])])
  func `the processors are those whose bits are set, however long the mask of the kernel is`(
    _ bytes: Int, _ processors: [Int]
  ) {
    #expect(AffinityMask.read(Self.kernel(bytes: bytes, processors)) == CPUList(processors))
  }

  @Test(arguments: [ENOSYS, EPERM, EFAULT]) func `a kernel that does not tell is asked once`(_ error: Int32) {
    var calls = 0
    let list = AffinityMask.read { _ in
      calls += 1
      return error
    }
    #expect(list == nil)
    #expect(calls == 1)
  }

  @Test func `a kernel that no buffer is long enough for, or that names none, does not tell`() {
    #expect(AffinityMask.read { _ in EINVAL } == nil)
    #expect(AffinityMask.read { _ in 0 } == nil)
  }

  @Test func `this thread is scheduled somewhere`() throws {
    let list = try #require(AffinityMask.read())
    #expect((1...sysconf(Int32(_SC_NPROCESSORS_CONF))).contains(list.count))
  }
}
