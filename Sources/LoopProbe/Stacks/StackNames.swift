import CLinux
import Glibc
import Procfs
import Synchronization

/// Names the functions of stacks, from the symbol tables of the files that the code is from, and remembers the names alone.
///
/// A table is read as it is needed, in pieces, and nothing of it is kept: for 300,000 symbols that takes 3 ms of CPU and 200 KiB meanwhile, on
/// the thread that asks, which must be no event loop's.
package final class StackNames: Sendable {
  /// Of this process.
  package static let process = StackNames()

  /// Most addresses that are remembered.
  private static let limit = 4096
  private let known = Mutex<[UInt64: StackFrame]>([:])

  private init() {}

  /// The functions of a stack, innermost first, without those that the compiler has made between them.
  package func frames(_ stack: ThreadStack) -> [StackFrame] {
    let unknown = known.withLock { known in stack.addresses.filter { known[$0] == nil } }
    let found = unknown.isEmpty ? [:] : look(up: unknown)
    return known.withLock { known in
      if known.count + found.count > StackNames.limit { known.removeAll() }
      known.merge(found) { _, new in new }
      return stack.addresses.compactMap { known[$0] ?? found[$0] }.filter { !$0.text.isEmpty }
    }
  }

  private func look(up addresses: [UInt64]) -> [UInt64: StackFrame] {
    guard let symbols = calcmon_symbols_find(addresses, Int32(addresses.count)) else { return [:] }
    defer { calcmon_symbols_free(symbols) }
    return Dictionary(
      addresses.indices.map { index in
        (addresses[index], StackNames.frame(symbols, Int32(index)))
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func frame(_ symbols: OpaquePointer, _ index: Int32) -> StackFrame {
    let symbol = String(cString: calcmon_symbols_name(symbols, index))
    let isInProgram = calcmon_symbols_in_program(symbols, index) != 0
    guard !symbol.isEmpty else { return unnamed(symbols, index, isInProgram) }
    if CodeOwner.isCompilerMade(symbol: symbol) { return StackFrame(text: "", isLibrary: true) }
    guard let demangled = demangled(symbol) else {
      return StackFrame(
        text: FunctionName.short(symbol), isLibrary: CodeOwner.isLibrary(symbol: symbol, isInProgram: isInProgram))
    }
    let name = FunctionName(demangled: demangled)
    return StackFrame(text: name.text, isLibrary: name.module.map { CodeOwner.isLibrary(module: $0) } ?? true)
  }

  private static func unnamed(_ symbols: OpaquePointer, _ index: Int32, _ isInProgram: Bool) -> StackFrame {
    // All functions have names there: this is one of the jumps that the linker has put between them.
    if isInProgram, calcmon_symbols_are_complete(symbols, index) != 0 { return StackFrame(text: "", isLibrary: true) }
    let path = isInProgram ? programPath() : String(cString: calcmon_symbols_object(symbols, index))
    let module = path.split(separator: "/").last.map(String.init) ?? "?"
    let offset = String(calcmon_symbols_offset(symbols, index), radix: 16)
    return StackFrame(text: FunctionName.short("\(module)+0x\(offset)"), isLibrary: !isInProgram)
  }

  private static func demangled(_ symbol: String) -> String? {
    guard symbol.hasPrefix("$s") || symbol.hasPrefix("$S") || symbol.hasPrefix("_T"),
      let text = swift_demangle(symbol, symbol.utf8.count, nil, nil, 0)
    else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  private static func programPath() -> String { ProcRoot.own.destination(of: "self/exe") ?? "program" }
}
