import Procfs
import Testing

import Attaching

@Suite struct InterpreterNameTests {
  static let names: [(String, InterpreterName?)] = [
    ("python3.14", .python(minor: 14)), ("python3", .python(minor: nil)), ("python", .python(minor: nil)),
    ("python3.14t", .python(minor: 14)),
    ("libpython3.15.so.1.0", .python(minor: 15)), ("libpython3.so", .python(minor: nil)), ("pypy3.10", .other("pypy3.10")),
    ("libpypy3.10-c.so", .other("pypy")), ("libpython3.14.a", nil), ("python-config", nil), ("nginx", nil), ("", nil),
    ("lib", nil),
    ("python3.", nil), ("_asyncio.cpython-314-x86_64-linux-gnu.so", nil),
  ]

  @Test(arguments: names) func `the name of a file tells of an interpreter`(_ file: String, _ name: InterpreterName?) {
    #expect(InterpreterName(file: file) == name)
  }

  @Test func `the library comes before the program that is linked to it, and other files are left out`() throws {
    let maps = try ProcessMaps(
      parsing: """
        1000-2000 r--p 0 fe:00 5 /usr/bin/python3.14
        2000-3000 rw-p 1000 fe:00 5 /usr/bin/python3.14
        3000-4000 r--p 0 fe:00 6 /usr/lib/libc.so.6
        4000-5000 r--p 0 fe:00 7 /usr/lib/libpython3.14.so.1.0
        5000-6000 rw-p 0 00:00 0 [heap]
        """, path: "maps")
    let images = InterpreterImage.all(in: maps, program: "/usr/bin/python3.14 (deleted)")
    #expect(images.map(\.file) == ["libpython3.14.so.1.0", "python3.14"])
    #expect(images.last?.regions.count == 2)
    #expect(InterpreterImage.all(in: maps, program: "/usr/lib/libc.so.6").count == 3)
  }
}
