import Console
import Testing

@Suite struct OptionMessageTests {
  private func sentence(_ value: String, _ option: String, _ rest: String) -> String {
    "The value '\(value)' is invalid for '\(option)'\(rest)"
  }

  @Test func `A demand goes on after the option and the value, which is named once`() {
    let message = sentence("foo", "--web.listen-address <host:port>", ": \(OptionProblem.demand("is not HOST:PORT"))")
    #expect(OptionMessage.text(message) == "--web.listen-address 'foo' is not HOST:PORT")
  }

  @Test func `A reason that names a part of the value stands alone`() {
    let message = sentence(
      "sync,magic", "--strategy <list>", ": \(OptionProblem.part("unknown strategy 'magic'; there are: sync"))")
    #expect(OptionMessage.text(message) == "--strategy: unknown strategy 'magic'; there are: sync")
  }

  @Test(
    arguments: [
      ". Please provide one of 'text' and 'json'.", ". Please provide one of the following:\n  - text\n  - json",
    ])
  func `The words that there are follow the one that there is not`(choices: String) {
    #expect(
      OptionMessage.text(sentence("xml", "--format <format>", choices)) == "--format 'xml' is none of text, json")
  }

  @Test func `An empty value is named as such`() {
    #expect(
      OptionMessage.text(sentence("", "--output <file>", "")) == "--output must not be empty; give <file>")
    #expect(OptionMessage.text(sentence("", "<file>", "")) == "<file> must not be empty; give <file>")
  }

  @Test func `A value may look like the parser's own words`() {
    let value = "x' is invalid for '--y <z>'. Please provide one of 'a'."
    let message = sentence(value, "--rate <number>", ": \(OptionProblem.demand("is not a number"))")
    #expect(OptionMessage.text(message) == "--rate '\(value)' is not a number")
  }

  @Test func `Other sentences stay as they are`() {
    #expect(OptionMessage.text("Unknown option '--nosuch'") == "Unknown option '--nosuch'")
  }
}

@Suite struct CommandArgumentsTests {
  @Test func `Words are text`() throws {
    #expect(try CommandArguments.texts([Array("run".utf8), Array("süß 日".utf8), []]) == ["run", "süß 日", ""])
  }

  @Test func `A word that is not UTF-8 is refused with its bytes and what stands before it`() {
    #expect {
      _ = try CommandArguments.texts([Array("report".utf8), Array("--output".utf8), [0x61, 0xff, 0x27, 0x0a]])
    } throws: {
      "\($0)" == #"the argument 'a\xff\'\x0a' after '--output' is not UTF-8; give names and paths in UTF-8"#
    }
  }

  @Test(arguments: [[0x80], [0xc3], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc0, 0xaf]] as [[UInt8]])
  func `Halves of characters, surrogates and long forms are no UTF-8`(bytes: [UInt8]) {
    #expect(throws: ArgumentError.self) { _ = try CommandArguments.texts([bytes]) }
  }
}
