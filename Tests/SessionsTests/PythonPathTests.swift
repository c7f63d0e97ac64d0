import Sessions
import Testing

/// What a program that gets the probe imports from.
@Suite struct PythonPathTests {
  @Test(
    arguments: [
      (nil, "/p/boot"), ("", "/p/boot"), ("/a:/b", "/p/boot:/a:/b"),
      // An empty part would be the working directory.
      (":/a::/b:", "/p/boot:/a:/b"),
    ] as [(String?, String)])
  func `The probe's folder is first, and nothing is empty`(old: String?, path: String) {
    #expect(String(decoding: PythonPath.beginning(with: "/p/boot", old: old.map { Array($0.utf8) }), as: UTF8.self) == path)
  }

  @Test func `What is not UTF-8 stays as it is`() {
    let old: [UInt8] = [0x2f, 0xff, 0x3a, 0x2f, 0x62]
    #expect(PythonPath.beginning(with: "/p", old: old) == Array("/p:".utf8) + old)
  }
}
