import Testing

import Console

@Suite struct TerminalTests {
  @Test(
    arguments: [
      (120, nil, 120), (120, "60", 120), (0, "60", 60), (0, nil, 80), (0, "", 80), (0, "wide", 80), (0, "-5", 80), (0, "0", 80),
      (1, nil, 1), (0, "99999999999", 80),
    ] as [(Int, String?, Int)])
  func `The kernel knows the width, then the variable, then it is 80`(reported: Int, variable: String?, columns: Int) {
    #expect(Terminal.columns(reported: reported, variable: variable) == columns)
  }

  @Test(arguments: [("xterm-256color", true), ("dumb", false), ("", false), (nil, false)] as [(String?, Bool)])
  func `A terminal without a type, or a dumb one, rewrites no line`(type: String?, canRewrite: Bool) {
    #expect(Terminal.canRewrite(type) == canRewrite)
  }
}
