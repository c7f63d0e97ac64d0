import Glibc
import Processes
import Testing

/// What is said if the kernel does not give something.
@Suite struct ScarcityWordingTests {
  @Test func `Each reason has its advice`() {
    #expect(
      ResourceError(.eventLoop, call: "timerfd_create", errno: ENOSYS).description
        == "cannot make an event loop: timerfd_create: Function not implemented; Linux 3.2 or later is needed, and a seccomp filter (of the "
        + "container) that allows timerfd_create")
    #expect(
      ResourceError(.thread, call: "pthread_create", errno: EAGAIN).description
        == "cannot start a thread: pthread_create: Resource temporarily unavailable; raise the limit of processes (ulimit -u, LimitNPROC=), "
        + "of the control group (TasksMax=, --pids-limit) or of address space (ulimit -v, LimitAS=)")
  }

  @Test func `A shortage of descriptors tells the limit that would do`() throws {
    let error = #expect(throws: DescriptorShortage.self) { try DescriptorSupply.require(DescriptorSupply.limit) }
    #expect((error?.needed ?? 0) > (error?.limit ?? 0))
    #expect(error?.description.contains("LimitNOFILE=\(error?.needed ?? 0)") == true)
    try DescriptorSupply.require(1)
  }

  @Test func `The last line that says anything is told, as one line`() {
    #expect(LastLine.of("first\n\u{1b}[31mlast\tone\u{1b}[0m\n \n") == " [31mlast one [0m")
    #expect(LastLine.of(" \n\n") == nil)
    #expect(LastLine.of(String(repeating: "x", count: 300)) == String(repeating: "x", count: 200) + "…")
  }
}
