import ArgumentParser
import Console
import Reporting
import Thresholds

/// `--target`, of the commands that judge a history.
struct TargetFlags: ParsableArguments {
  @Option(
    name: .customLong("target"),
    help: ArgumentHelp(
      "A target, instead of the one that there is; may be repeated: 'event_loop_latency=p(99) < 50ms'.",
      valueName: "name=target"), transform: namedTarget)
  var targets: [Target] = []

  /// Says which of them no run was judged by.
  func warn(_ judging: Judging, judged: Set<TargetName>) {
    for name in judging.idle(judged) {
      StandardError.write("calcmon: no run of the window is judged by \(name.rawValue): its --target changes nothing\n")
    }
  }
}

private func namedTarget(_ text: String) throws -> Target {
  do {
    return try NamedTarget.parse(text)
  } catch .form {
    throw OptionProblem.demand("\(NamedTarget.Problem.form)")
  } catch {
    throw OptionProblem.part("\(error)")
  }
}
