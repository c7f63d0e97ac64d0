/// Says how a Python was told to let no debuggers in.
enum SwitchedOff {
  private static let variable = "PYTHON_DISABLE_REMOTE_DEBUG"

  static func reason(_ process: TargetProcess) -> String {
    if process.command.contains(where: { $0.hasSuffix("disable-remote-debug") }) { return "-X disable-remote-debug" }
    if process.variable(variable)?.isEmpty == false { return variable }
    return "by the program, or it was built --without-remote-debug"
  }
}
