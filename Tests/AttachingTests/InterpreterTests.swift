import Testing

import Attaching

@Suite struct InterpreterTests {
  @Test(arguments: [(0x030E_0AF0, "3.14.10"), (0x030F_02F0, "3.15.2")] as [(UInt64, String)])
  func `the main thread of the first interpreter is found, whatever the program has made beside`(
    _ number: UInt64, _ version: String
  ) throws {
    let found = try MadePython(version: number).find(MadePython.image())
    #expect(found.version == version)
    #expect(found.state.address == MadePython.first)
    #expect(found.thread == MadePython.main)
  }

  static let closed: [(UInt64, ClosedProcess)] = [
    (0x030D_03F0, .old(version: "3.13.3")), (0x0310_00F0, .unknown(version: "3.16.0")),
    (0x030F_00C1, .unknown(version: "3.15.0rc1")),
    (0x040E_00F0, .unknown(version: "4.14.0")), (0, .unknown(version: "0.0.0")),
  ]

  @Test(arguments: closed) func `versions whose memory is not known are refused`(_ number: UInt64, _ why: ClosedProcess) throws {
    let image = try MadePython.image()
    #expect(throws: Interpreter.FindFailure.closed(why)) { try MadePython(version: number).find(image) }
  }

  @Test func `a build without Python's lock is refused`() throws {
    let (python, image) = (MadePython(), try MadePython.image())
    python.setWord(2, 1)
    #expect(throws: Interpreter.FindFailure.closed(.freeThreaded(version: "3.14.10"))) { try python.find(image) }
  }

  @Test func `a Python that was told to let no debuggers in is refused`() throws {
    let (python, image) = (MadePython(), try MadePython.image())
    python.set(MadePython.first + 8076, 0, 4)
    #expect(throws: Interpreter.FindFailure.closed(.switchedOff(version: "3.14.10", how: ""))) { try python.find(image) }
  }

  /// Words of the table, and what they may not be.
  static let bad: [(Int, UInt64)] = [
    (3, 0), (3, 1 << 40), (5, 0x5000), (5, 804), (6, 8), (7, .max), (8, 1), (9, 0x7ffc), (22, .max), (24, 2000), (25, 1 << 63),
    (28, 161),
    (89, 1 << 62), (89, 25), (90, 1992), (90, .max), (90, 306), (91, 0x8000), (91, 3), (92, 3000), (92, .max), (93, .max),
    (93, 1700),
    (94, 0), (94, 1 << 20), (94, 4000),
  ]

  @Test(arguments: bad) func `a table that leads out of its structures is refused`(_ index: Int, _ word: UInt64) throws {
    let (python, image) = (MadePython(), try MadePython.image())
    python.setWord(index, word)
    #expect(
      throws: Interpreter.FindFailure.closed(
        .foreign(file: "python3.14", reason: "its table for debuggers is not that of 3.14.10"))
    ) {
      try python.find(image)
    }
  }

  @Test func `memory that does not begin with the mark is refused`() throws {
    let (python, image) = (MadePython(), try MadePython.image())
    python.setWord(0, 0)
    #expect(
      throws: Interpreter.FindFailure.closed(.foreign(file: "python3.14", reason: "its table for debuggers lacks its mark"))
    ) {
      try python.find(image)
    }
  }

  @Test func `a Python from before the mark is old, whatever its memory holds`() throws {
    let image = try MadePython.image("/usr/lib/libpython3.11.so.1.0")
    #expect(throws: Interpreter.FindFailure.closed(.old(version: "3.11"))) { try MadePython().find(image) }
  }

  @Test func `what leads nowhere or in a circle ends, and is refused`() throws {
    let image = try MadePython.image()
    let (early, astray, circle) = (MadePython(), MadePython(), MadePython())
    early.set(MadePython.runtime + 808, 0)
    #expect(throws: Interpreter.FindFailure.notReady) { try early.find(image) }
    astray.set(MadePython.first + 80, 0x9999_9000)
    #expect(throws: Interpreter.FindFailure.memory(.absent(address: 0x9999_9010))) { try astray.find(image) }
    circle.set(MadePython.main + 160, 1)
    circle.set(MadePython.main + 8, MadePython.worker)
    #expect(throws: Interpreter.FindFailure.noThread) { try circle.find(image) }
    circle.set(MadePython.first + 72, 1)
    circle.set(MadePython.first + 64, MadePython.second)
    #expect(throws: Interpreter.FindFailure.notReady) { try circle.find(image) }
  }

  static let files: [(String, [UInt8]?, ClosedProcess)] = [
    ("/usr/bin/python3.11", MadeELF(sections: []).bytes, .old(version: "3.11")),
    ("/usr/bin/python3.14", nil, .noRuntime(file: "python3.14", reason: "it cannot be read")),
    (
      "/usr/bin/python3.14", MadeELF(sections: [(".data", 1)]).bytes,
      .noRuntime(file: "python3.14", reason: "it has no section .PyRuntime")
    ),
    ("/usr/bin/python3.14", Array("#!/bin/sh\n".utf8), .noRuntime(file: "python3.14", reason: "it is no program of Linux")),
    (
      "/usr/bin/python3.14", MadeELF(segment: (0x9000, 0x401000), sections: [(".PyRuntime", 0x401000)]).bytes,
      .noRuntime(file: "python3.14", reason: "its headers are broken")
    ),
    ("/opt/pypy3.10", MadeELF(sections: []).bytes, .otherPython(name: "pypy3.10")),
    ("/usr/sbin/nginx", MadeELF(sections: []).bytes, .notPython(program: "")),
  ]

  @Test(arguments: files) func `a file that does not say where the interpreter is says why`(
    _ path: String, _ file: [UInt8]?, _ why: ClosedProcess
  ) throws {
    let image = try MadePython.image(path)
    #expect(throws: Interpreter.FindFailure.closed(why)) { try MadePython().find(image, file: file) }
  }

  @Test func `a program of any name that Python was linked into is looked into`() throws {
    #expect(try MadePython().find(MadePython.image("/usr/bin/shop")).thread == MadePython.main)
  }
}
