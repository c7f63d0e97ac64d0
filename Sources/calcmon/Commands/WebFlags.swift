import Agent
import ArgumentParser
import Console
import Endpoint
import HTTPServer
import Glibc
import Processes
import ServiceManager
import Settings

/// `--web.…`: where and how the agent serves.
struct WebFlags: ParsableArguments {
  @Option(
    name: .customLong("web.listen-address"),
    help: ArgumentHelp("Where to serve; may be repeated. (default: 127.0.0.1:9873)", valueName: "host:port"),
    transform: WebFlags.socket)
  var listenAddresses: [ListenAddress] = []

  @Flag(
    name: .customLong("web.systemd-socket"), help: "Serve on the sockets that systemd hands over, instead of listen addresses.")
  var usesSystemdSocket = false

  @Option(
    name: .customLong("web.config.file"),
    help: ArgumentHelp(
      "TLS and users, in the form that Prometheus exporters share. Read anew when it changes.", valueName: "file"))
  var configFile: PathArgument?

  @Option(
    name: .customLong("web.external-url"),
    help: ArgumentHelp("Where people find the pages, as behind a reverse proxy: alerts link there.", valueName: "url"),
    transform: WebFlags.address)
  var externalURL: HTTPAddress?

  @Option(
    name: .customLong("web.route-prefix"),
    help: ArgumentHelp("What all paths begin with. (default: the path of --web.external-url)", valueName: "path"),
    transform: WebFlags.prefix)
  var routePrefix: String?

  @Flag(name: .customLong("web.enable-lifecycle"), help: "Let POST /-/reload read the configuration anew.")
  var enablesLifecycle = false

  @Flag(name: .customLong("web.created-timestamps"), help: "Tell in OpenMetrics when each series began (_created).")
  var exposesCreation = false

  func validate() throws {
    guard !usesSystemdSocket || listenAddresses.isEmpty else {
      throw ValidationError("--web.systemd-socket and --web.listen-address exclude each other")
    }
  }
}

extension WebFlags {
  /// What is for the agent, and not for its settings. Takes over what the service manager hands over.
  ///
  /// - Throws: `CommandFailure` where there is no socket, or one that cannot be used.
  func set(_ options: inout AgentOptions) throws {
    let environment = Self.environment
    options.serviceManager = environment
    if usesSystemdSocket { options.inheritedSockets = try inheritedSockets(environment) }
    InheritedSockets.forget()
    options.webConfigFile = configFile?.path
    options.exposesCreation = exposesCreation
    options.endpoint.routePrefix = routePrefix ?? externalURL?.path ?? ""
    if let external = options.settings.externalURL.flatMap({ try? HTTPAddress($0) }) {
      options.endpoint.hosts.insert(external.host)
      options.endpoint.externalURL = external.url
    }
    options.endpoint.allowsReload = enablesLifecycle
  }

  private func inheritedSockets(_ environment: [String: String]) throws -> [Int32] {
    do {
      let sockets = try InheritedSockets.take(environment: environment, pid: getpid())
      guard !sockets.isEmpty else {
        throw CommandFailure(
          status: .usage,
          message: "there is no socket from systemd; start calcmon by a socket unit, or without --web.systemd-socket")
      }
      return sockets.map(\.descriptor)
    } catch let error as InheritedSocketError {
      throw CommandFailure(status: .usage, message: "\(error)")
    }
  }

  private static var environment: [String: String] {
    let names = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]
    return names.reduce(into: [:]) { environment, name in
      if let value = EnvironmentVariable.text(name) { environment[name] = value }
    }
  }
}

// MARK: Reading

extension WebFlags {
  fileprivate static func socket(_ text: String) throws -> ListenAddress {
    guard let address = ListenAddress(text) else {
      throw OptionProblem.demand("is not HOST:PORT, such as 127.0.0.1:9873, [::1]:9873 or :9873")
    }
    return address
  }

  fileprivate static func address(_ text: String) throws -> HTTPAddress {
    do {
      return try HTTPAddress(text)
    } catch {
      throw OptionProblem.demand(error.demand)
    }
  }

  /// With a slash before it, and none at its end.
  fileprivate static func prefix(_ text: String) throws -> String {
    let parts = text.split(separator: "/", omittingEmptySubsequences: true)
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
    guard text.isEmpty || text.hasPrefix("/"), parts.allSatisfy({ $0 != "." && $0 != ".." && $0.allSatisfy(allowed.contains) })
    else {
      throw OptionProblem.demand(
        "is not a path such as /calcmon, of letters, digits, '-', '.', '_' and '~'")
    }
    return parts.map { "/" + $0 }.joined()
  }
}
