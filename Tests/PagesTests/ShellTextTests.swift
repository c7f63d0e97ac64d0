import CalcmonTesting
import Pages
import Rendering
import Testing

@Suite struct ShellTextTests {
  @Test(arguments: [
    ("mixed", "mixed"), ("mix=a-b_c.d", "mix=a-b_c.d"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"),
    ("$HOME", "'$HOME'"),
    ("`x`", "'`x`'"), ("a\nb", "$'a\\012b'"), ("\u{1B}[31m'\\", "$'\\033[31m\\'\\\\'"), ("\u{202E}7", "$'\\342\\200\\2567'"),
    ("ä 漢", "'ä 漢'"), ("~", "'~'"), ("*", "'*'"), ("!", "'!'"),
  ])
  func `Words are quoted where they must be`(word: String, quoted: String) {
    #expect(ShellText.quoted(word) == quoted)
  }

  /// A null character cannot be in an argument at all.
  @Test func `A shell reads every word as it was`() async throws {
    let words =
      DetailFixtures.hostileNames.map { $0.replacing("\u{0}", with: "") } + ["-n", "\\", "a'b\"c$(d)`e`!f", "\u{7F}\u{80}"]
    let script = "printf '%s\\0' " + ShellText.command(words)
    let expected = words.map { "\($0)\0" }.joined()
    #expect(try await Tool.output("bash", ["-c", script]) == expected)
  }

  @Test func `A long command goes on in the next line`() {
    #expect(ShellText.lines([["a", "b c"], ["--d"], ["--e", "f"]]) == ["a 'b c' \\", "  --d \\", "  --e f"])
  }

  @Test(arguments: [("a b/ä?", "a%20b%2F%C3%A4%3F"), ("A-z_0.9~", "A-z_0.9~"), ("\n", "%0A"), ("", "")])
  func `Parts of a URL are encoded`(text: String, encoded: String) {
    #expect(PercentEncoding.text(text) == encoded)
  }
}
