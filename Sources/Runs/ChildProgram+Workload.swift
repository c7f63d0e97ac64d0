import Processes
import Workloads

extension ChildProgram {
  /// A program of the user's own, built with CalcmonWorkload, that knows steps.
  package init(workload executable: String) {
    self.init(Command(executable: executable, arguments: [RunChild.argument]))
  }
}
