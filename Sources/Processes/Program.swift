import CLinux
import Glibc

/// A program that runs in the place of this process: with its terminal, its descriptors, its process group and the signals that are sent to it.
package struct Program: Sendable {
  /// Until it is reaped.
  package let pid: Int32

  /// Those that people and service managers send.
  private static let passedOn = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH]

  /// Has signals passed on from now on, so that none is lost before the program is there.
  package static func passSignalsOn() { calcmon_pass_signals_on(passedOn, Int32(passedOn.count)) }

  /// Starts it.
  ///
  /// - Parameters:
  ///   - words: its name and arguments; not empty.
  ///   - variables: set in its environment, beside those of this process; their values need not be UTF-8.
  /// - Throws: `SpawnError`.
  package static func start(_ executable: String, _ words: [String], variables: [String: [UInt8]]) throws(SpawnError) -> Program {
    let listener: UnsafeMutablePointer<CChar>? = getenv("LISTEN_PID") == nil ? nil : strdup("LISTEN_PID=0000000000000000")
    let names = Set(variables.keys).union(listener == nil ? [] : ["LISTEN_PID"])
    let set = Variables.copies(variables)
    let arguments = words.map { strdup($0) }
    defer { for copy in set + arguments + [listener] { free(copy) } }
    var pid: Int32 = 0
    let started = try Children.start { () throws(SpawnError) in
      let error = calcmon_start_program(
        executable, arguments + [nil], Variables.inherited(without: names) + set + [listener, nil],
        listener?.advanced(by: "LISTEN_PID=".utf8.count), &pid)
      guard error == 0 else {
        let isThere = access(executable, F_OK) == 0
        throw SpawnError(
          executable: executable, call: pid < 0 ? "vfork" : "execve", errno: error, lacksInterpreter: isThere && error == ENOENT)
      }
      return pid
    }
    calcmon_pass_signals_to(started)
    return Program(pid: started)
  }

  /// Becomes it: this process goes on as the program, with its pid and all that it has.
  ///
  /// - Parameters:
  ///   - words: its name and arguments; not empty.
  ///   - variables: set in its environment, beside those of this process; their values need not be UTF-8.
  /// - Returns: why it does not; if it does, it does not return.
  package static func become(_ executable: String, _ words: [String], variables: [String: [UInt8]]) -> SpawnError {
    let set = Variables.copies(variables)
    let arguments = words.map { strdup($0) }
    defer { for copy in set + arguments { free(copy) } }
    let error = calcmon_become_program(
      executable, arguments + [nil], Variables.inherited(without: Set(variables.keys)) + set + [nil])
    let lacksInterpreter = error == ENOENT && access(executable, F_OK) == 0
    return SpawnError(executable: executable, call: "execve", errno: error, lacksInterpreter: lacksInterpreter)
  }

  /// Blocks until it has ended, and frees its pid. To be called once.
  package func waitForEnd() -> ChildExit {
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    calcmon_pass_signals_to(0)
    return Spawner.reaped(pid)
  }

  /// Ends this process as the program was ended: by the same signal.
  package static func endAsSignalled(_ number: Int32) { calcmon_end_as_signalled(number) }
}
