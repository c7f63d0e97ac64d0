import Glibc
import Procfs

/// The interpreter that runs in a process and lets debuggers in: CPython 3.14 or newer.
package struct Interpreter: Sendable {
  /// As in `3.14.10`.
  package let version: String
  /// The name of the file that it is in.
  package let file: String
  package let state: InterpreterState
  /// The state of the main thread.
  package let thread: UInt64

  /// Finds it. Blocks.
  ///
  /// - Throws: `AttachError`; `.closed` if there is no such interpreter.
  package static func find(in process: TargetProcess) throws(AttachError) -> Interpreter {
    let memory = try LiveMemory(process)
    let maps: ProcessMaps
    do throws(ProcError) {
      maps = try ProcessMaps(process.proc, pid: "\(process.pid)")
    } catch {
      throw TargetProcess.error(error, process.pid)
    }
    let program = process.proc.destination(of: "\(process.pid)/exe")
    let images = InterpreterImage.all(in: maps, program: program)
    let files = InterpreterFiles(process, program: program)
    do throws(FindFailure) {
      return try find(in: memory, images, nativeThread: process.ownPid, pageSize: UInt64(getpagesize())) { files.open($0) }
    } catch {
      guard process.isThere else { throw .ended(process.pid) }
      switch error {
      case .closed(.switchedOff(let version, _)):
        throw .closed(process.pid, .switchedOff(version: version, how: SwitchedOff.reason(process)))
      case .closed(.notPython):
        throw .closed(process.pid, .notPython(program: TargetProcess.file(program ?? process.command.first ?? "the program")))
      case .closed(let why): throw .closed(process.pid, why)
      case .memory(.gone): throw .ended(process.pid)
      case .memory(let why): throw .refused(process.pid, reason: "\(why)")
      case .notReady: throw .refused(process.pid, reason: "its interpreter has not begun yet, or is about to end")
      case .noThread: throw .refused(process.pid, reason: "its main thread is none of Python's")
      }
    }
  }

  /// Why none was found.
  package enum FindFailure: Error, Hashable {
    case closed(ClosedProcess)
    case memory(MemoryError)
    case notReady
    case noThread
  }

  /// Since 3.13 the state of an interpreter begins with a mark.
  private static let firstWithMark = 13

  /// Finds it in memory.
  ///
  /// - Parameters:
  ///   - nativeThread: the main thread, as the process itself numbers it.
  ///   - open: reads the file of an image; `nil`: it cannot be read.
  package static func find(
    in memory: any ProcessMemory, _ images: [InterpreterImage], nativeThread: Int32, pageSize: UInt64,
    open: (InterpreterImage) -> ((UInt64, Int) -> [UInt8]?)?
  ) throws(FindFailure) -> Interpreter {
    var reasons: [ClosedProcess] = []
    for image in images {
      if case .other(let name) = image.name { reasons.append(.otherPython(name: name)) }
      if case .python(.some(let minor)) = image.name, minor < firstWithMark {
        reasons.append(.old(version: "3.\(minor)"))
        continue
      }
      let runtime: UInt64
      do throws(ELFError) {
        guard let bytes = open(image) else { throw .unreadable }
        runtime = try image.address(of: ".PyRuntime", ELFFile(bytes), pageSize: pageSize)
      } catch {
        if case .python = image.name { reasons.append(.noRuntime(file: image.file, reason: "\(error)")) }
        continue
      }
      return try InterpreterReading(memory, file: image.file, runtime: runtime).interpreter(nativeThread)
    }
    throw .closed(reasons.first ?? .notPython(program: ""))
  }
}
