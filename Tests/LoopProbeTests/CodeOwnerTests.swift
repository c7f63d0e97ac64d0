import LoopProbe
import Testing

@Suite struct CodeOwnerTests {
  @Test(
    arguments: [
      ("Shop", false), ("Workloads", false), ("NIOPosix", true), ("NIOHTTP1", true), ("_NIOFileSystem", true),
      ("Foundation", true),
      ("FoundationEssentials", true), ("Swift", true), ("_Concurrency", true), ("Dispatch", true), ("SwiftShop", false),
    ])
  func `Modules that servers stand on are libraries`(module: String, isLibrary: Bool) {
    #expect(CodeOwner.isLibrary(module: module) == isLibrary)
  }

  @Test(
    arguments: [
      ("parse_order", true, false), ("main", true, false), ("swift_retain", true, true), ("dispatch_semaphore_wait", true, true),
      ("_dispatch_worker_thread", true, true), ("CFRunLoopRun", true, true), ("read", false, true), ("parse_order", false, true),
      ("_ZN5swift34swift_job_run", true, true),
    ])
  func `Functions of C are the program's own unless they come with Swift or from elsewhere`(
    symbol: String, isInProgram: Bool, isLibrary: Bool
  ) {
    #expect(CodeOwner.isLibrary(symbol: symbol, isInProgram: isInProgram) == isLibrary)
  }

  @Test(
    arguments: [
      (["usleep*", "Shop.f", "Shop.g", "main"], ["Shop.f", "Shop.g", "main"]),
      (["Shop.f", "Swift.map*", "Shop.g"], ["Shop.f", "Swift.map*", "Shop.g"]),
      (["epoll_wait*", "NIOPosix.run*"], ["epoll_wait*", "NIOPosix.run*"]),
      (["Shop.f", "Shop.f", "Shop.f", "Shop.g"], ["Shop.f", "Shop.g"]),
      ([], []),
    ] as [([String], [String])])
  func `A stack begins at the application's own code, if it has any, and recursion is folded`(frames: [String], lines: [String]) {
    #expect(StackFrame.lines(frames.map { StackFrame(text: $0, isLibrary: $0.hasSuffix("*")) }) == lines)
  }

  @Test func `Of a deep stack the innermost are told`() {
    let lines = StackFrame.lines((0..<30).map { StackFrame(text: "Shop.f\($0)", isLibrary: false) })
    #expect(lines == (0..<12).map { "Shop.f\($0)" })
  }
}
