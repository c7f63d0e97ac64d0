/// What a process is asked for.
package struct AttachOrder: Hashable, Sendable {
  package enum Action: String, Sendable {
    case attach, detach
  }

  package let action: Action
  /// The name of the application.
  package let app: String
  /// Where the agent listens, as the process sees it.
  package let socket: String
  /// The version of the application; `nil`: as it tells it itself.
  package let version: String?

  package init(_ action: Action, app: String = "", socket: String = "", version: String? = nil) {
    (self.action, self.app, self.socket, self.version) = (action, app, socket, version)
  }

  /// The script that the process executes. It leaves nothing behind: no name of the program's, and no file beside the probe.
  ///
  /// - Parameters:
  ///   - library: the folder with the probe.
  ///   - result: the file that it answers in.
  package func script(library: String, result: String) -> String {
    let order = [
      ("do", AttachOrder.literal(action.rawValue)), ("library", AttachOrder.literal(library)), ("app", AttachOrder.literal(app)),
      ("socket", AttachOrder.literal(socket)), ("version", version.map(AttachOrder.literal) ?? "None"),
      ("result", AttachOrder.literal(result)),
    ]
    return """
      def _calcmon():
          import _io
          path = \(AttachOrder.literal("\(library)/lib/_calcmon_attach.py"))
          names = {"__name__": "_calcmon_attach", "__file__": path}
          with _io.open_code(path) as file:
              code = compile(file.read(), path, "exec", dont_inherit=True)
          exec(code, names)
          names["main"]({\(order.map { "\"\($0)\": \($1)" }.joined(separator: ", "))})


      try:
          _calcmon()
      except BaseException:
          pass
      del _calcmon

      """
  }

  /// A text of Python, of ASCII alone.
  private static func literal(_ text: String) -> String {
    let characters = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case " "..."~": String(scalar)
      default: "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count) + String(scalar.value, radix: 16)
      }
    }
    return "\"\(characters.joined())\""
  }
}
