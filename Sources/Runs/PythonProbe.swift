import Glibc
import NIOCore
import Processes
import Scheduling
import Workloads

/// Asks a program which Python it is.
struct PythonProbe: Sendable {
  private static let marker = "calcmon-python"
  /// Every Python since 2.6 understands it.
  private static let question =
    "import sys,platform as p;sys.stdout.write('\\n'+'\\t'.join(['\(marker)',str(sys.version_info[0]),str(sys.version_info[1]),"
    + "p.python_implementation(),p.python_version(),sys.executable or ''])+'\\n')"
  private static let isolated = ["-I", "-S", "-c", question]
  /// For those before 3.4.
  private static let old = ["-E", "-s", "-S", "-c", question]

  private struct Reply {
    let status: ChildExit.Status
    let isLate: Bool
    let output: String
    let errors: String
  }

  let spawner: Spawner
  let time: any TimeSource
  let loop: any EventLoop

  func ask(_ program: String) async throws(PythonUnavailable.Problem) -> PythonInterpreter {
    do throws(PythonUnavailable.Problem) {
      return try await ask(program, PythonProbe.isolated)
    } catch .ended(.exited(2), let said) {
      // So ends a Python that does not know the options: how old it is can still be told.
      do throws(PythonUnavailable.Problem) {
        return try await ask(program, PythonProbe.old)
      } catch .tooOld(let version) {
        throw .tooOld(version: version)
      } catch {
        throw .ended(.exited(2), said: said)
      }
    }
  }

  private func ask(_ program: String, _ arguments: [String]) async throws(PythonUnavailable.Problem) -> PythonInterpreter {
    let reply: Reply
    do {
      reply = try await answer(of: Command(executable: program, arguments: arguments))
    } catch {
      throw .cannotStart((error as? SpawnError)?.reason ?? "\(error)")
    }
    return try interpreter(reply, program: program)
  }

  private func answer(of command: Command) async throws -> Reply {
    let null = try Descriptors.null()
    let made = try Descriptors.closing([null]) { () throws(DescriptorError) in try Descriptors.pipes(2) }
    let (output, errors) = (made[0], made[1])
    let pipes: ChildPipes
    do {
      pipes = try await ChildPipes(output: output.reading, error: errors.reading, loop: loop)
    } catch {
      Descriptors.closeAll([null, output.writing, errors.writing])
      throw error
    }
    let child: ChildProcess
    do {
      child = try await spawner.start(command, input: null, output: output.writing, error: errors.writing, newGroup: true)
    } catch {
      await pipes.drain()
      throw error
    }
    async let said = pipes.output.readTail()
    async let complained = pipes.error.readTail()
    let isLate = await end(of: child)
    let exit = spawner.reap(child)
    pipes.close(after: .seconds(1))
    return Reply(status: exit.status, isLate: isLate, output: await said, errors: await complained)
  }

  /// Returns when it has ended, and whether it was ended for being late.
  private func end(of child: ChildProcess) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        try? await time.sleep(until: time.uptime + PythonInterpreter.probeLimit)
        guard !Task.isCancelled else { return false }
        child.signal(SIGKILL)
        return true
      }
      try? await spawner.waitForEnd(of: child)
      group.cancelAll()
      return await group.next() ?? false
    }
  }

  /// By the line with the marker, whatever stands around it.
  private func interpreter(
    _ answer: Reply, program: String
  ) throws(PythonUnavailable.Problem) -> PythonInterpreter {
    let line = answer.output.split(whereSeparator: \.isNewline).last { $0.hasPrefix(PythonProbe.marker + "\t") }
    let fields = line?.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) ?? []
    guard fields.count == 6, let major = Int(fields[1]), let minor = Int(fields[2]) else {
      throw answer.isLate ? .silent : .ended(answer.status, said: LastLine.of(answer.errors))
    }
    guard (major, minor) >= AsyncioRuntime.oldestVersion else { throw .tooOld(version: fields[4]) }
    return PythonInterpreter(executable: fields[5].isEmpty ? program : fields[5], version: "\(fields[3]) \(fields[4])")
  }
}
