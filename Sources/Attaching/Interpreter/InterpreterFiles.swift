import Procfs

/// Opens what a process has mapped: it may have been replaced on the disk, or lie where this process does not see it.
struct InterpreterFiles {
  private let process: TargetProcess
  private let program: String?

  /// - Parameter program: where its link `exe` leads.
  init(_ process: TargetProcess, program: String?) {
    (self.process, self.program) = (process, program)
  }

  /// Reads the file of an image; `nil`: it cannot be opened. A wrong one is noticed: it does not lead to the mark.
  func open(_ image: InterpreterImage) -> ((UInt64, Int) -> [UInt8]?)? {
    for path in paths(image) { if let file = FileBytes(path) { return file.read } }
    return nil
  }

  /// The mapped file itself first, which only root may open.
  private func paths(_ image: InterpreterImage) -> [String] {
    let folder = "\(process.proc.path)/\(process.pid)"
    let mapped = image.regions.first.map {
      "\(folder)/map_files/\(String($0.start, radix: 16))-\(String($0.end, radix: 16))"
    }
    let isProgram = program == image.path || program == "\(image.path) (deleted)"
    let isDeleted = image.regions.first?.isDeleted ?? false
    return [mapped, isProgram ? "\(folder)/exe" : nil].compactMap { $0 }
      + (isDeleted ? [] : ["\(folder)/root\(image.path)", image.path])
  }
}
