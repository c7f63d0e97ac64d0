import Attaching
import CalcmonTesting
import Foundation
import Testing

@Suite struct AttachOrderTests {
  private static let probe = """
    import json
    def main(order):
        with open(order["result"], "w") as file: json.dump(order, file)
        if order["app"] == "bad": raise SystemExit(3)
    """

  @Test(arguments: ["shop", "bad"]) func `the script hands the order over as it is, and leaves no name and no file behind`(
    _ app: String
  ) async throws {
    let folder = try TemporaryDirectory()
    let library = folder.file("it's \"a\\b\" ü\n")
    try FileManager.default.createDirectory(atPath: "\(library)/lib", withIntermediateDirectories: true)
    try Self.probe.write(toFile: "\(library)/lib/_calcmon_attach.py", atomically: true, encoding: .utf8)
    let order = AttachOrder(.attach, app: app, socket: "/run/a b.sock", version: "1.0 \u{1F40D}\"")
    try order.script(library: library, result: folder.file("result")).write(
      toFile: folder.file("attach.py"), atomically: true, encoding: .utf8)
    let names = try await Tool.output(
      "python3",
      ["-c", "import sys; g = {}; exec(open(sys.argv[1]).read(), g); g.pop('__builtins__'); print(g)", folder.file("attach.py")])
    #expect(names == "{}")
    let said = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: URL(filePath: folder.file("result"))))
    #expect(
      said == [
        "do": "attach", "library": library, "app": app, "socket": "/run/a b.sock", "version": "1.0 \u{1F40D}\"",
        "result": folder.file("result"),
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(library)/lib") == ["_calcmon_attach.py"])
  }

  @Test(arguments: [
    (
      #"{"state":"not_attached","reason":null,"python":"3.14.10","probe":"0.1.0","has_loop":null}"#,
      AttachAnswer.State.notAttached
    ),
    (#"{"state":"refused","reason":"no","later":[1]}"#, .refused), (#"{"state":"already","app":"shop"}"#, .already),
  ])
  func `an answer is a line of JSON`(_ line: String, _ state: AttachAnswer.State) {
    #expect(AttachAnswer(Array("\(line)\nmore".utf8))?.state == state)
    #expect(AttachAnswer(Array(line.utf8)) == nil)
  }

  @Test(arguments: ["\n", "{}\n", "attached\n", #"{"state":"other"}"# + "\n", "\u{0}\n", #"{"state":1}"# + "\n"])
  func `what is none is not taken for one`(_ text: String) {
    #expect(AttachAnswer(Array(text.utf8)) == nil)
  }
}
