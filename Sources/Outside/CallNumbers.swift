/// The numbers of the system calls that are told apart, as this processor has them.
enum CallNumbers {
  #if arch(x86_64)
    private static let epoll: Set<Int> = [232, 281, 441]
    private static let futexes: Set<Int> = [202, 449]
  #else
    private static let epoll: Set<Int> = [22, 441]
    private static let futexes: Set<Int> = [98, 449]
  #endif

  /// Whether it waits for events: `epoll_wait`, `epoll_pwait` or `epoll_pwait2`.
  static func isEpoll(_ number: Int) -> Bool { epoll.contains(number) }

  /// Whether it waits for a lock.
  static func isFutex(_ number: Int) -> Bool { futexes.contains(number) }
}
